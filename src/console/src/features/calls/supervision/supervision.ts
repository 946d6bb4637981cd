import { isProblem } from '@/shared/api/problem';
import { en, type TextKey } from '@/shared/i18n/en';
import type { Translate } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import type { Supervision } from '@/shared/records/supervision';
import type { LiveCall } from '../live/liveCall';

const isPresent = ({ status }: Supervision) => status === 'ringing' || status === 'active';

/** One's own supervision of the call, and those of others, as far as they still run. */
export function present(supervisions: readonly Supervision[], userId: string | undefined): { own?: Supervision; others: Supervision[] } {
  const running = supervisions.filter(isPresent);
  return { own: running.find(({ by }) => by === userId), others: running.filter(({ by }) => by !== userId) };
}

/** Only what was answered can be heard. */
export const canSupervise = (call: LiveCall): boolean => call.with !== undefined && call.endedAt === undefined;

/** Why it did not work; the server's own codes first. */
export function refusalText(t: Translate, error: unknown): string {
  const key = isProblem(error) ? `supervision.${error.code}` : '';
  return key in en ? t(key as TextKey) : problemText(t, error);
}
