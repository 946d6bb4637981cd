import { isProblem } from '@/shared/api/problem';
import { endSession, keepTokens } from '@/shared/api/session';
import { languageOf, setLanguage } from '@/shared/i18n/language';
import { login, type Credentials } from './api/login';
import { logout } from './api/logout';

const languageChosen = () => localStorage.getItem('smartpbx.language') !== null;

export async function signIn(credentials: Credentials): Promise<void> {
  const tokens = await login(credentials);
  const preferred = languageOf(tokens.user?.language);
  if (preferred && !languageChosen()) setLanguage(preferred);
  keepTokens(tokens);
}

/** Ends the session here at once; the server is told, but not waited for. */
export function signOut(): void {
  void logout().catch(() => undefined);
  endSession(false);
}

/** Why a sign-in failed, as a text key of its own; undefined: none of the usual reasons. */
export function refusal(error: unknown): 'auth.wrong' | 'auth.tooMany' | undefined {
  if (isProblem(error, 429)) return 'auth.tooMany';
  return isProblem(error, 401) || isProblem(error, 400) || isProblem(error, 404) ? 'auth.wrong' : undefined;
}
