import { useState } from 'react';
import { useText } from '@/shared/i18n/language';
import { Link } from '@/shared/routing/Link';
import { Card } from '@/shared/ui/Card';
import { Loaded } from '@/shared/ui/Loaded';
import { Page } from '@/shared/ui/Page';
import { CallFacts } from './CallFacts';
import { useCall } from './history';
import { KindBadge } from './KindBadge';
import { createPlayer } from './player';
import { RecordingCard } from './RecordingCard';
import { TranscriptView } from './TranscriptView';
import { UsageTable } from './UsageTable';

export function CallDetail({ callId }: { callId: string }) {
  const t = useText();
  const request = useCall(callId);
  const [player] = useState(createPlayer);
  const title = request.data ? `${request.data.caller} → ${request.data.callee}` : t('history.title');
  return (
    <Page title={title} aside={<Link to={{ page: 'history' }} className="text-sm font-medium text-accent underline">{t('history.back')}</Link>}>
      <Loaded request={request}>{(record) => (
        <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
          <div className="grid gap-4">
            <RecordingCard callId={callId} player={player} />
            <TranscriptView callId={callId} player={player} />
          </div>
          <div className="grid gap-4">
            <Card className="p-4"><KindBadge record={record} /><CallFacts record={record} /></Card>
            <UsageTable callId={callId} />
          </div>
        </div>
      )}</Loaded>
    </Page>
  );
}
