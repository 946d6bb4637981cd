import { useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { operatorStatuses, type OperatorStatus } from '@/shared/records/operator';
import { useSetStatus, useStatus } from './status';
import { useHeartbeat } from './useHeartbeat';

const dots: Record<OperatorStatus, string> = { available: 'bg-green', away: 'bg-amber', busy: 'bg-red', offline: 'bg-edge' };

/** The operator's own word on whether questions may come; the heartbeat goes along while it is not "offline". */
export function StatusSwitch() {
  const t = useText();
  const { data } = useStatus();
  const change = useSetStatus();
  const status = data?.status ?? 'offline';
  const lost = useHeartbeat(data !== undefined && status !== 'offline');
  const warning = change.error ? problemText(t, change.error) : lost ? t('operator.lost') : undefined;
  return (
    <div className="flex items-center gap-2">
      <span className={`size-2.5 shrink-0 rounded-full ${lost ? 'bg-red' : dots[status]}`} aria-hidden="true" />
      <select
        data-testid="status-switch"
        aria-label={t('operator.status')}
        value={status}
        disabled={data === undefined}
        onChange={(e) => change.mutate(e.target.value as OperatorStatus)}
        className="min-h-9 rounded-lg border border-edge bg-surface px-2 text-sm font-medium"
      >
        {operatorStatuses.map((choice) => <option key={choice} value={choice}>{t(`operator.${choice}`)}</option>)}
      </select>
      {warning && <span role="alert" className="max-w-56 text-xs text-red">{warning}</span>}
    </div>
  );
}
