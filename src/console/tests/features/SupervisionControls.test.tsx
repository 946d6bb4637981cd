import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createQueries } from '@/app/queries';
import { newCall } from '@/features/calls/live/liveCall';
import { SupervisionControls } from '@/features/calls/supervision/SupervisionControls';
import { keepTokens } from '@/shared/api/session';
import { setLanguage } from '@/shared/i18n/language';
import type { Supervision } from '@/shared/records/supervision';
import { serve } from '../serve';

const path = '/api/v1/calls/c1/supervisions';
const supervision = (change: Partial<Supervision> = {}): Supervision =>
  ({ supervision_id: 's1', call_id: 'c1', by: 'operator', extension: '1011', mode: 'listen', whisper_to: 'callee', status: 'active', ...change });
const listed = (...items: Supervision[]) => ({ [`GET ${path}`]: () => ({ body: { items } }) });

beforeEach(() => {
  setLanguage('en');
  keepTokens({
    access_token: 't',
    user: { user_id: 'operator', display_name: 'Operator', role: 'operator', permissions: ['call:supervise'], tenant_id: 'demo', extension: '1011' },
  });
});
afterEach(cleanup);

const open = () =>
  render(<QueryClientProvider client={createQueries()}><SupervisionControls call={{ ...newCall('c1', 0), with: 'bridged' }} /></QueryClientProvider>);
const click = (hook: string) => fireEvent.click(screen.getByTestId(hook));

describe('listening in', () => {
  it('rings the own extension with the chosen mode and side', async () => {
    const sent = serve({ ...listed(), [`POST ${path}`]: () => ({ status: 202, body: supervision({ status: 'ringing' }) }) });
    open();
    fireEvent.change(screen.getByTestId('supervision-side'), { target: { value: 'caller' } });
    click('supervision-whisper');
    await waitFor(() => expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ extension: '1011', mode: 'whisper', whisper_to: 'caller' }));
  });

  it('needs an extension', () => {
    serve(listed());
    open();
    fireEvent.change(screen.getByTestId('supervision-extension'), { target: { value: '' } });
    expect(screen.getByTestId('supervision-listen')).toHaveProperty('disabled', true);
  });

  it('shows the mode, changes it, and ends with a click', async () => {
    const sent = serve({
      ...listed(supervision()), [`PUT ${path}/s1`]: () => ({ body: supervision({ mode: 'barge' }) }), [`DELETE ${path}/s1`]: () => ({ status: 204 }),
    });
    open();
    await waitFor(() => expect(screen.getByTestId('supervision-listen').getAttribute('aria-pressed')).toBe('true'));
    expect(screen.getByTestId('supervision-seat').textContent).toContain('1011');
    click('supervision-barge');
    await waitFor(() => expect(sent.find(({ method }) => method === 'PUT')?.body).toEqual({ mode: 'barge', whisper_to: 'callee' }));
    await waitFor(() => expect(screen.getByTestId('supervision-end')).toHaveProperty('disabled', false));
    click('supervision-end');
    await waitFor(() => expect(sent.some(({ method, path: to }) => method === 'DELETE' && to === `${path}/s1`)).toBe(true));
  });

  it('shows who else is there, and not who was', async () => {
    serve(listed(supervision({ supervision_id: 's2', by: 'boss', extension: '1012', mode: 'barge' }), supervision({ supervision_id: 's3', status: 'ended' })));
    open();
    await waitFor(() => expect(screen.getAllByTestId('supervision-seat').map((seat) => seat.textContent)).toEqual(['Bargeboss at extension 1012']));
  });

  it.each([
    ['extension_not_registered', 'No phone is registered for this extension.'],
    ['nobody_to_whisper_to', 'The caller talks with the agent. Barge to talk in its place.'],
  ])('says in words why the edge refused: %s', async (code, words) => {
    serve({ ...listed(), [`POST ${path}`]: () => ({ status: 409, body: { code } }) });
    open();
    click('supervision-whisper');
    await waitFor(() => expect(screen.getByTestId('supervision-problem').textContent).toBe(words));
  });
});
