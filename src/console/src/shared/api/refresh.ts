import { endSession, keepTokens, useSession, type Tokens } from './session';

let running: Promise<boolean> | undefined;

/** Renews the access token; requests that fail together share one attempt. False: the session is over. */
export function refreshSession(): Promise<boolean> {
  running ??= renew().finally(() => { running = undefined; });
  return running;
}

async function renew(): Promise<boolean> {
  const { refreshToken } = useSession.getState();
  if (!refreshToken) {
    endSession(true);
    return false;
  }
  const response = await fetch('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: refreshToken }),
  }).catch(() => undefined);
  if (response?.ok) {
    keepTokens(await response.json() as Tokens);
    return true;
  }
  // A server that is away says nothing about the session; only a refusal ends it.
  if (response && response.status >= 400 && response.status < 500) endSession(true);
  return false;
}
