import { isProblem } from '@/shared/api/problem';
import type { Translate } from './language';

/** What a failed request means to the person at the screen. */
export function problemText(t: Translate, error: unknown): string {
  if (!isProblem(error)) return t('problem.other', { detail: error instanceof Error ? error.message : String(error) });
  switch (error.status) {
    case 0: return t('problem.unreachable');
    case 403: return t('problem.forbidden');
    case 404: return t('problem.not_found');
    case 409:
    case 412: return t('problem.changed');
    default: return t('problem.other', { detail: error.message || error.code });
  }
}
