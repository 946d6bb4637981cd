import { isProblem } from '@/shared/api/problem';
import type { TextKey } from '@/shared/i18n/en';
import type { AlertStatus } from '@/shared/records/hitl';
import { minQuestionCharacters } from '@/shared/records/knowledge';

/** What came of sending an answer, in the words of the contract. */
export type Fate = 'sent' | 'saved' | 'taken' | 'closed' | 'expired' | 'edgeUnreachable' | 'failed';

export const fateTexts: Record<Exclude<Fate, 'failed'>, TextKey> = {
  sent: 'hitl.sent', saved: 'hitl.saved', taken: 'hitl.taken', closed: 'hitl.closed', expired: 'hitl.expired', edgeUnreachable: 'hitl.edgeUnreachable',
};

const refusals: Record<string, Fate> = { alert_taken: 'taken', alert_closed: 'closed', alert_expired: 'expired' };

export function fateOf(error: unknown): Fate {
  if (isProblem(error, 504)) return 'edgeUnreachable';
  return isProblem(error, 409) ? refusals[error.code] ?? 'closed' : 'failed';
}

/** How the alert stands after that answer. */
export const statusAfter: Partial<Record<Fate, AlertStatus>> = {
  sent: 'delivered', edgeUnreachable: 'answered', taken: 'answered', closed: 'closed', expired: 'expired',
};

/** Why this may not be sent; undefined: it may. A waiting caller gets any answer; what is too short for knowledge the server sends to review. */
export function objection(question: string, answer: string, callerWaits: boolean): TextKey | undefined {
  if (answer.trim() === '') return 'hitl.answerNeeded';
  return !callerWaits && question.trim().length < minQuestionCharacters ? 'hitl.questionTooShort' : undefined;
}
