import { useText } from '@/shared/i18n/language';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { AlertCard } from './AlertCard';
import { inUrgency } from './alerts';
import { useAlerts } from './alertStore';

export function AlertQueue() {
  const t = useText();
  const alerts = inUrgency(useAlerts((state) => state.alerts));
  if (alerts.length === 0) return <Card><Empty title={t('hitl.none')} hint={t('hitl.noneHint')} /></Card>;
  return <div className="grid gap-4">{alerts.map((alert) => <AlertCard key={alert.alert_id} alert={alert} />)}</div>;
}
