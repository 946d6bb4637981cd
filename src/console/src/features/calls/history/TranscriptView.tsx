import { duration } from '@/shared/format/format';
import { useText } from '@/shared/i18n/language';
import type { TranscriptTurn } from '@/shared/records/transcript';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Loaded } from '@/shared/ui/Loaded';
import { currentTurn } from './currentTurn';
import { useTranscript } from './history';
import { usePosition, type Player } from './player';

/** What was said, in step with the playback: the line being heard is marked, a click plays from there. */
export function TranscriptView({ callId, player }: { callId: string; player: Player }) {
  const t = useText();
  const { positionMs } = usePosition(player);
  return (
    <Card className="p-4">
      <CardTitle>{t('history.transcript')}</CardTitle>
      <Loaded request={useTranscript(callId)}>{(transcript) => {
        if (!transcript || transcript.turns.length === 0) return <p className="mt-2 text-sm text-soft">{t('history.noTranscript')}</p>;
        const heard = positionMs > 0 ? currentTurn(transcript.turns, positionMs) : -1;
        return (
          <ol data-testid="history-transcript" className="mt-2 grid" lang={transcript.language}>
            {transcript.turns.map((turn, place) => (
              <li key={place}><Turn turn={turn} heard={place === heard} onPlay={() => player.playFrom(turn.start_ms)} /></li>
            ))}
          </ol>
        );
      }}</Loaded>
    </Card>
  );
}

const names: Record<TranscriptTurn['speaker'], string> = { caller: 'text-ink', callee: 'text-accent', agent: 'text-violet', system: 'text-soft' };

function Turn({ turn, heard, onPlay }: { turn: TranscriptTurn; heard: boolean; onPlay: () => void }) {
  const t = useText();
  const start = duration(turn.start_ms);
  return (
    <button type="button" onClick={onPlay} aria-current={heard || undefined} title={t('history.playFrom', { time: start })} className={`grid w-full grid-cols-[3rem_5rem_1fr] gap-2 rounded-lg px-2 py-1.5 text-left hover:bg-sunken ${heard ? 'bg-accent-soft' : ''}`}>
      <span className="text-sm text-soft tabular-nums">{start}</span>
      <span className={`truncate text-sm font-medium ${names[turn.speaker]}`}>{t(`speaker.${turn.speaker}`)}</span>
      <span>
        {turn.text}
        {turn.interrupted && <em className="ml-2 text-xs text-soft">— {t('history.interrupted')}</em>}
      </span>
    </button>
  );
}
