import { useEffect, useRef, type MouseEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { fetchBlob } from '@/shared/api/blob';
import { duration } from '@/shared/format/format';
import { useText } from '@/shared/i18n/language';
import { useTheme } from '@/shared/theme/theme';
import { drawWaveform } from './drawWaveform';
import { peaks } from './peaks';
import { usePosition, type Player } from './player';
import { parseWav } from './wav';

const columns = 240;

/** The recording to see: click to go there, arrow keys to move by five seconds. */
export function Waveform({ link, player }: { link: string; player: Player }) {
  const t = useText();
  const { positionMs, durationMs } = usePosition(player);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme((state) => state.theme);
  const { data } = useQuery({ queryKey: ['waveform', link], queryFn: ({ signal }) => readPeaks(link, signal), staleTime: Infinity });
  const share = durationMs > 0 ? positionMs / durationMs : 0;
  useEffect(() => {
    if (canvas.current && data) drawWaveform(canvas.current, data, share);
  }, [data, share, theme]);
  const point = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    player.seek(((event.clientX - box.left) / box.width) * durationMs);
  };
  return (
    <div className="relative rounded-lg bg-sunken focus-within:outline-2 focus-within:outline-accent" onClick={point}>
      <canvas ref={canvas} className="h-20 w-full" aria-hidden="true" data-testid="waveform" />
      <input
        type="range"
        className="sr-only"
        aria-label={t('history.position')}
        aria-valuetext={duration(positionMs)}
        min={0}
        max={Math.max(1, Math.round(durationMs))}
        step={5_000}
        value={Math.round(positionMs)}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => player.seek(Number(event.target.value))}
      />
    </div>
  );
}

async function readPeaks(link: string, signal: AbortSignal): Promise<number[]> {
  const wav = parseWav(await fetchBlob(link, signal));
  return wav ? peaks(wav.samples, columns) : [];
}
