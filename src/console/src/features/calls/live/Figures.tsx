import { percent } from '@/shared/format/format';
import { useText } from '@/shared/i18n/language';
import type { LiveCall } from './liveCall';

/** The numbers one wants at a glance. */
export function Figures({ calls, waiting }: { calls: LiveCall[]; waiting: number }) {
  const t = useText();
  const live = calls.filter((call) => !call.endedAt);
  const known = calls.flatMap((call) => (call.lastQuery ? [call.lastQuery.confidence] : []));
  const confidence = known.length > 0 ? percent(known.reduce((sum, value) => sum + value, 0) / known.length) : '–';
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
      <Figure name={t('live.active')} value={live.length} />
      <Figure name={t('live.withAgent')} value={live.filter((call) => call.with === 'agent').length} />
      <Figure name={t('live.waiting')} value={waiting} urgent={waiting > 0} />
      <Figure name={t('live.confidence')} value={confidence} />
    </dl>
  );
}

function Figure({ name, value, urgent = false }: { name: string; value: number | string; urgent?: boolean }) {
  return (
    <div className={`flex flex-col-reverse rounded-2xl border px-4 py-3 ${urgent ? 'border-amber bg-amber-soft' : 'border-line bg-surface'}`}>
      <dt className={`text-xs ${urgent ? 'text-amber' : 'text-soft'}`}>{name}</dt>
      <dd className={`text-2xl font-semibold tabular-nums ${urgent ? 'text-amber' : ''}`}>{value}</dd>
    </div>
  );
}
