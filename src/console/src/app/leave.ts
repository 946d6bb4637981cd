import { signOut } from '@/features/auth/signIn';
import { setStatus } from '@/features/operators/api/setStatus';

/** Signs out; an operator goes offline first, so that no caller is kept waiting for somebody who has left. */
export function leave(answersQuestions: boolean): void {
  const gone = answersQuestions ? setStatus('offline').catch(() => undefined) : Promise.resolve();
  void gone.finally(signOut);
}
