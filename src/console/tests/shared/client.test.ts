import { beforeEach, describe, expect, it, vi } from 'vitest';
import { call, get } from '@/shared/api/client';
import { keepTokens, useSession } from '@/shared/api/session';
import { serve } from '../serve';

const user = { user_id: 'operator', display_name: 'Operator', role: 'operator', permissions: [], tenant_id: 'demo' };
const me = 'GET /api/v1/auth/me';
const refresh = 'POST /api/v1/auth/refresh';

beforeEach(() => keepTokens({ access_token: 'old', refresh_token: 'r1', user }));

const onlyNew = (sent: { headers: Record<string, string> }) =>
  sent.headers.authorization === 'Bearer new' ? { body: { ok: true } } : { status: 401, body: { code: 'token_expired' } };

describe('the API client', () => {
  it('renews the token on 401 and asks again', async () => {
    serve({ [me]: onlyNew, [refresh]: () => ({ body: { access_token: 'new', refresh_token: 'r2' } }) });
    await expect(get('auth/me')).resolves.toEqual({ ok: true });
    expect(useSession.getState()).toMatchObject({ accessToken: 'new', refreshToken: 'r2', user });
  });

  it('renews once for requests that fail together', async () => {
    const seen = serve({ [me]: onlyNew, [refresh]: () => ({ body: { access_token: 'new' } }) });
    await Promise.all([get('auth/me'), get('auth/me'), get('auth/me')]);
    expect(seen.filter((sent) => sent.path.endsWith('/refresh'))).toHaveLength(1);
  });

  it('ends the session when the renewal is refused', async () => {
    serve({ [me]: () => ({ status: 401 }), [refresh]: () => ({ status: 401 }) });
    await expect(get('auth/me')).rejects.toMatchObject({ status: 401 });
    expect(useSession.getState()).toMatchObject({ user: undefined, expired: true });
  });

  it('keeps the session when the server is only away', async () => {
    serve({ [me]: () => ({ status: 401 }), [refresh]: () => ({ status: 503 }) });
    await expect(get('auth/me')).rejects.toMatchObject({ status: 401 });
    expect(useSession.getState().user).toEqual(user);
  });

  it('does not ask a third time', async () => {
    const seen = serve({ [me]: () => ({ status: 401 }), [refresh]: () => ({ body: { access_token: 'new' } }) });
    await expect(get('auth/me')).rejects.toMatchObject({ status: 401 });
    expect(seen.filter((sent) => sent.path.endsWith('/me'))).toHaveLength(2);
  });

  it('does not renew for a refused sign-in', async () => {
    const seen = serve({ 'POST /api/v1/auth/login': () => ({ status: 401, body: { code: 'invalid_credentials' } }) });
    await expect(call('POST', 'auth/login', { body: {} })).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(seen).toHaveLength(1);
  });

  it('gives the stable code of a problem', async () => {
    serve({ [me]: () => ({ status: 409, body: { code: 'alert_taken', detail: 'taken', trace_id: 't1' } }) });
    await expect(get('auth/me')).rejects.toMatchObject({ status: 409, code: 'alert_taken', message: 'taken', traceId: 't1' });
  });

  it('calls a network that does not answer unreachable', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
    await expect(get('auth/me')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('hands on the ETag, and sends it back as If-Match', async () => {
    const seen = serve({ 'GET /api/v1/knowledge/k1': () => ({ body: {}, headers: { etag: '"7"' } }), 'PUT /api/v1/knowledge/k1': () => ({ body: {} }) });
    const { etag } = await call('GET', 'knowledge/k1');
    await call('PUT', 'knowledge/k1', { body: {}, ifMatch: etag });
    expect(seen[1]?.headers['if-match']).toBe('"7"');
  });

  it('leaves out what a query does not say', async () => {
    const seen = serve({ 'GET /api/v1/calls?live=true': () => ({ body: {} }) });
    await get('calls', { live: true, cursor: undefined, date_from: '' });
    expect(seen[0]?.path).toBe('/api/v1/calls?live=true');
  });
});
