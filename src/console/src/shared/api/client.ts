import { ApiProblem, problemOf } from './problem';
import { refreshSession } from './refresh';
import { useSession } from './session';

// The one place that speaks to /api/v1. Adds the token, renews it once on 401, turns failures into ApiProblem.

export type Query = Record<string, string | number | boolean | undefined>;

interface Request {
  query?: Query;
  body?: unknown;
  ifMatch?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  body: T;
  status: number;
  etag?: string;
}

export async function call<T>(method: string, path: string, request: Request = {}): Promise<Answer<T>> {
  let response = await send(method, path, request);
  const signingIn = path === 'auth/login';
  if (response.status === 401 && !signingIn && await refreshSession()) response = await send(method, path, request);
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return {
    body: (text ? JSON.parse(text) : undefined) as T,
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
  };
}

export const get = async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  (await call<T>('GET', path, { query, signal })).body;

export const post = async <T = unknown>(path: string, body?: unknown): Promise<T> => (await call<T>('POST', path, { body })).body;

export const put = async <T>(path: string, body: unknown, ifMatch?: string): Promise<T> =>
  (await call<T>('PUT', path, { body, ifMatch })).body;

export const remove = async (path: string): Promise<void> => { await call('DELETE', path); };

async function send(method: string, path: string, { query, body, ifMatch, signal }: Request): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const token = useSession.getState().accessToken;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch) headers['if-match'] = ifMatch;
  try {
    return await fetch(`/api/v1/${path}${queryText(query)}`, {
      method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'unreachable', error instanceof Error ? error.message : 'network');
  }
}

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}
