import { duration } from '@/shared/format/format';
import { useNow } from '@/shared/format/useNow';
import { useText } from '@/shared/i18n/language';
import type { HitlAlert } from '@/shared/records/hitl';

const lastSecondsMs = 15_000;

/** How long the caller will still wait; red for the last seconds. */
export function Countdown({ alert }: { alert: HitlAlert }) {
  const t = useText();
  const now = useNow(250);
  const whole = Math.max(1, Date.parse(alert.deadline) - Date.parse(alert.created_at));
  const left = Math.max(0, Date.parse(alert.deadline) - now);
  const pressing = left <= lastSecondsMs;
  return (
    <div className="grid w-32 gap-1">
      <p role="timer" className={`text-right text-sm font-semibold tabular-nums ${pressing ? 'text-red' : 'text-amber'}`}>
        {left > 0 ? t('hitl.left', { time: duration(left + 999) }) : t('hitl.timeUp')}
      </p>
      <div className="h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <div className={`h-full rounded-full ${pressing ? 'bg-red' : 'bg-amber'}`} style={{ width: `${Math.min(100, (left / whole) * 100)}%` }} />
      </div>
    </div>
  );
}
