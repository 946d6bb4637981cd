import { create } from 'zustand';
import type { SignedInUser } from '@/shared/records/user';

/** Answer of `auth/login` and `auth/refresh`. */
export interface Tokens {
  access_token: string;
  refresh_token?: string;
  expires_in?: number;
  user?: SignedInUser;
}

interface Session {
  accessToken?: string;
  refreshToken?: string;
  user?: SignedInUser;
  /** The session ended without being asked to: the sign-in page says so. */
  expired: boolean;
}

// Per tab, and gone when the tab is closed; never in a cookie, so no request carries it unasked.
const storageKey = 'smartpbx.session';

function restore(): Session {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<Session>;
    return kept.accessToken && kept.user ? { ...kept, expired: false } : { expired: false };
  } catch {
    return { expired: false };
  }
}

export const useSession = create<Session>()(restore);

useSession.subscribe((session) => {
  if (session.user) sessionStorage.setItem(storageKey, JSON.stringify(session));
  else sessionStorage.removeItem(storageKey);
});

export function keepTokens(tokens: Tokens): void {
  useSession.setState((held) => ({
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? held.refreshToken,
    user: tokens.user ?? held.user,
    expired: false,
  }));
}

export function endSession(expired: boolean): void {
  useSession.setState({ accessToken: undefined, refreshToken: undefined, user: undefined, expired });
}

export const usePermission = (permission: string): boolean =>
  useSession((session) => session.user?.permissions.includes(permission) ?? false);
