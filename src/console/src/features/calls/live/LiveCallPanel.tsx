import { useEffect } from 'react';
import { usePermission } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { wordOf } from '@/shared/i18n/vocabulary';
import { useLink } from '@/shared/realtime/link';
import { Link } from '@/shared/routing/Link';
import { Badge } from '@/shared/ui/Badge';
import { Card } from '@/shared/ui/Card';
import { Confidence } from '@/shared/ui/Confidence';
import { followCall } from '../api/followCall';
import { SupervisionControls } from '../supervision/SupervisionControls';
import { canSupervise } from '../supervision/supervision';
import { AgentStateDiagram } from './AgentStateDiagram';
import { CallBadge } from './CallBadge';
import { CallTimer } from './CallTimer';
import type { LiveCall } from './liveCall';
import { LiveTranscript } from './LiveTranscript';

export function LiveCallPanel({ call }: { call: LiveCall }) {
  const t = useText();
  const connectionId = useLink((link) => link.connectionId);
  const supervises = usePermission('call:supervise');
  const over = call.endedAt !== undefined;
  useEffect(() => (connectionId && !over ? followCall(call.callId, connectionId) : undefined), [call.callId, connectionId, over]);
  return (
    <Card aria-label={t('live.transcript')}>
      <header className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
        <p className="text-lg font-semibold">{call.caller ?? t('live.unknownCaller')}</p>
        <CallBadge call={call} />
        <span className="ml-auto"><CallTimer call={call} /></span>
        {over && <Link to={{ page: 'history', callId: call.callId }} className="text-sm font-medium text-accent underline">{t('live.openHistory')}</Link>}
      </header>
      {supervises && canSupervise(call) && <SupervisionControls call={call} />}
      {call.with === 'agent' && (
        <div className="flex flex-wrap items-center gap-x-8 gap-y-2 border-b border-line px-4 py-3">
          <div className="min-w-64 flex-1"><AgentStateDiagram state={call.agentState ?? 'greeting'} /></div>
          {call.lastQuery && <LastQuery query={call.lastQuery} />}
        </div>
      )}
      <LiveTranscript call={call} />
    </Card>
  );
}

function LastQuery({ query }: { query: NonNullable<LiveCall['lastQuery']> }) {
  const t = useText();
  return (
    <div className="grid max-w-64 gap-1 text-sm">
      <p className="text-xs font-medium text-soft">{t('live.lastQuestion')}</p>
      <p>{query.question}</p>
      <p className="flex items-center gap-2"><Confidence value={query.confidence} /><Badge>{wordOf(t, 'decision', query.decision)}</Badge></p>
    </div>
  );
}
