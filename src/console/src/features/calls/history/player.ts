import { create, useStore } from 'zustand';

interface Position {
  positionMs: number;
  durationMs: number;
  playing: boolean;
}

export type Player = ReturnType<typeof createPlayer>;

/** One playback, shared by the waveform and the transcript; it follows whichever audio element is attached. */
export function createPlayer() {
  const position = create<Position>()(() => ({ positionMs: 0, durationMs: 0, playing: false }));
  let audio: HTMLAudioElement | undefined;
  const play = () => { void audio?.play().catch(() => undefined); };
  const seek = (ms: number) => { if (audio) audio.currentTime = ms / 1_000; };
  return {
    position,
    seek,
    toggle: () => { if (audio?.paused) play(); else audio?.pause(); },
    playFrom: (ms: number) => { seek(ms); play(); },
    /** For the `ref` of the audio element. */
    attach: (element: HTMLAudioElement | null) => {
      if (!element) return undefined;
      audio = element;
      return follow(element, (now) => position.setState(now));
    },
  };
}

export const usePosition = (player: Player): Position => useStore(player.position);

function follow(audio: HTMLAudioElement, tell: (position: Position) => void): () => void {
  const read = () => tell({
    positionMs: audio.currentTime * 1_000,
    durationMs: Number.isFinite(audio.duration) ? audio.duration * 1_000 : 0,
    playing: !audio.paused,
  });
  const names = ['timeupdate', 'seeked', 'play', 'pause', 'ended', 'loadedmetadata', 'durationchange'] as const;
  for (const name of names) audio.addEventListener(name, read);
  return () => { for (const name of names) audio.removeEventListener(name, read); };
}
