import { useText } from '@/shared/i18n/language';
import { navigate } from '@/shared/routing/route';
import { Confidence } from '@/shared/ui/Confidence';
import { Empty } from '@/shared/ui/Empty';
import { CallBadge } from './CallBadge';
import { CallTimer } from './CallTimer';
import type { LiveCall } from './liveCall';

export function LiveCallList({ calls, chosen }: { calls: LiveCall[]; chosen?: string }) {
  const t = useText();
  if (calls.length === 0) return <Empty title={t('live.none')} hint={t('live.noneHint')} />;
  return <ul className="divide-y divide-line">{calls.map((call) => <li key={call.callId}><Row call={call} chosen={call.callId === chosen} /></li>)}</ul>;
}

function Row({ call, chosen }: { call: LiveCall; chosen: boolean }) {
  const t = useText();
  return (
    <button
      type="button"
      data-testid="live-call"
      data-call-id={call.callId}
      aria-current={chosen || undefined}
      onClick={() => navigate({ page: 'live', callId: call.callId })}
      className={`grid w-full gap-1 border-l-2 px-4 py-3 text-left hover:bg-sunken/60 ${chosen ? 'border-accent bg-accent-soft/40' : 'border-transparent'} ${call.endedAt ? 'opacity-80' : ''}`}
    >
      <span className="flex items-center justify-between gap-2">
        <span className="truncate font-medium">{call.caller ?? t('live.unknownCaller')}</span>
        <CallTimer call={call} />
      </span>
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex items-center gap-2">
          <CallBadge call={call} />
          {call.callee && <span className="text-xs text-soft">{t('live.to', { callee: call.callee })}</span>}
        </span>
        {call.lastQuery && <Confidence value={call.lastQuery.confidence} />}
      </span>
    </button>
  );
}
