import { useEffect, useRef } from 'react';
import { useText } from '@/shared/i18n/language';
import { Bubble } from '@/shared/ui/Bubble';
import type { LiveCall } from './liveCall';

export function LiveTranscript({ call }: { call: LiveCall }) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const spoken = call.lines.length + (call.lines.at(-1)?.text.length ?? 0);
  useEffect(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [spoken]);
  return (
    <div ref={box} data-testid="live-transcript" role="log" aria-label={t('live.transcript')} tabIndex={0} className="grid max-h-[28rem] min-h-48 content-start gap-2 overflow-y-auto p-4">
      {call.lines.length === 0 && <p className="py-8 text-center text-sm text-soft">{t(call.with === 'bridged' ? 'live.noTranscript' : 'live.silence')}</p>}
      {call.lines.map((line) => (
        <Bubble key={`${line.speaker}${line.startMs}`} speaker={line.speaker} name={t(`speaker.${line.speaker}`)} interim={!line.isFinal}>{line.text}</Bubble>
      ))}
    </div>
  );
}
