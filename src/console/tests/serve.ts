import { vi } from 'vitest';

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A server of a few routes (`GET /path`) in place of the network; everything else is 404. Gives the requests it saw. */
export function serve(routes: Record<string, (sent: Sent) => Answer>): Sent[] {
  const seen: Sent[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const sent: Sent = {
      method: init.method ?? 'GET', path, headers: init.headers as Record<string, string> ?? {},
      body: init.body ? JSON.parse(init.body as string) as unknown : undefined,
    };
    seen.push(sent);
    const answer = routes[`${sent.method} ${path}`]?.(sent) ?? { status: 404, body: { code: 'not_found' } };
    return Promise.resolve(new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status: answer.status ?? 200, headers: answer.headers }));
  });
  return seen;
}
