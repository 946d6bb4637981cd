import { useState } from 'react';
import { blobUrl } from '@/shared/api/blob';
import { duration } from '@/shared/format/format';
import { useText } from '@/shared/i18n/language';
import type { RecordingLinks } from '@/shared/records/call';
import { Button } from '@/shared/ui/Button';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Loaded } from '@/shared/ui/Loaded';
import { Tabs } from '@/shared/ui/Tabs';
import { useRecording } from './history';
import { usePosition, type Player } from './player';
import { Waveform } from './Waveform';

type Track = 'mixed' | 'caller' | 'callee';

export function RecordingCard({ callId, player }: { callId: string; player: Player }) {
  const t = useText();
  return (
    <Card className="p-4">
      <CardTitle>{t('history.recording')}</CardTitle>
      <Loaded request={useRecording(callId)}>{(links) => (links
        ? <Tracks links={links} player={player} />
        : <p className="mt-2 text-sm text-soft">{t('history.noRecording')}</p>)}</Loaded>
    </Card>
  );
}

function Tracks({ links, player }: { links: RecordingLinks; player: Player }) {
  const t = useText();
  const { attach, toggle } = player;
  const { positionMs, durationMs, playing } = usePosition(player);
  const [track, setTrack] = useState<Track>('mixed');
  const tracks = [
    { value: 'mixed', label: t('history.mixed') },
    { value: 'caller', label: t('speaker.caller') },
    { value: 'callee', label: t('history.answeringSide') },
  ] as const;
  return (
    <div className="mt-3 grid gap-3">
      <Waveform link={links[track]} player={player} />
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="primary" data-testid="play" onClick={toggle}>{t(playing ? 'history.pause' : 'history.play')}</Button>
        <span className="text-sm text-soft tabular-nums">{duration(positionMs)} / {duration(durationMs)}</span>
        <span className="ml-auto"><Tabs label={t('history.track')} choices={tracks} chosen={track} onChoose={setTrack} /></span>
      </div>
      <audio key={track} ref={attach} preload="metadata" data-testid="recording-audio" src={blobUrl(links[track])} />
    </div>
  );
}
