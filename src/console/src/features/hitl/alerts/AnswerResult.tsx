import { useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import type { HitlAlert } from '@/shared/records/hitl';
import { Notice } from '@/shared/ui/Notice';
import { fateTexts, type Fate } from './answer';

/** What came of the answer, or of the alert itself when it ended without one. */
export function AnswerResult({ alert, fate, error, sending }: { alert: HitlAlert; fate?: Fate; error: unknown; sending: boolean }) {
  const t = useText();
  if (sending) return null;
  if (fate === 'failed') return <Notice tone="red" testId="alert-result">{problemText(t, error)}</Notice>;
  const confirmedLate = fate === 'edgeUnreachable' && alert.status === 'delivered';
  const shown = confirmedLate ? 'sent' : fate ?? endOf(alert);
  if (!shown) return null;
  const good = shown === 'sent' || shown === 'saved';
  return <Notice tone={good ? 'green' : 'amber'} testId="alert-result">{t(fateTexts[shown])}</Notice>;
}

/** An alert answered without our doing was answered by somebody else. */
function endOf(alert: HitlAlert): Exclude<Fate, 'failed'> | undefined {
  switch (alert.status) {
    case 'open': return undefined;
    case 'closed': return 'closed';
    case 'expired': return 'expired';
    default: return 'taken';
  }
}
