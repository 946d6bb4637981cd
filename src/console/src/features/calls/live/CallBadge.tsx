import { useText } from '@/shared/i18n/language';
import { Badge } from '@/shared/ui/Badge';
import type { LiveCall } from './liveCall';

export function CallBadge({ call }: { call: LiveCall }) {
  const t = useText();
  if (call.endedAt) return <Badge>{t('live.ended')}</Badge>;
  if (call.with === 'agent') {
    const state = call.agentState ?? 'greeting';
    return <Badge tone={state === 'holding' ? 'amber' : 'violet'}>{t(`agent.${state}`)}</Badge>;
  }
  return call.with === 'bridged' ? <Badge tone="accent">{t('live.bridged')}</Badge> : <Badge tone="green">{t('live.ringing')}</Badge>;
}
