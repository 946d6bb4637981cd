import { useText } from '@/shared/i18n/language';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Page } from '@/shared/ui/Page';
import { Figures } from './Figures';
import { LiveCallList } from './LiveCallList';
import { LiveCallPanel } from './LiveCallPanel';
import { inOrder } from './liveCalls';
import { useLiveCalls } from './liveStore';
import { VolumeChart } from './VolumeChart';

/** What happens now. Without a choice the newest live call is followed. */
export default function LivePage({ callId, waiting }: { callId?: string; waiting: number }) {
  const t = useText();
  const calls = inOrder(useLiveCalls((state) => state.calls));
  const chosen = calls.find((call) => call.callId === callId) ?? calls.find((call) => !call.endedAt);
  return (
    <Page title={t('live.title')}>
      <Figures calls={calls} waiting={waiting} />
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_1fr]">
        <Card className="overflow-hidden"><LiveCallList calls={calls} chosen={chosen?.callId} /></Card>
        {chosen ? <LiveCallPanel key={chosen.callId} call={chosen} /> : <Card><Empty title={t('live.pick')} /></Card>}
      </div>
      <VolumeChart />
    </Page>
  );
}
