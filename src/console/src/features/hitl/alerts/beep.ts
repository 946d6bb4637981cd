import { useAttention } from './attention';

// Two short notes, a fourth apart, soft enough for a headset.
const notesHz = [659.3, 880];
const noteSeconds = 0.16;
const loudness = 0.18;

let audio: AudioContext | undefined;

/** Browsers let a page sound only after it was touched; call this from a touch. */
export function unlockSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
}

export function beep(): void {
  if (!useAttention.getState().sound || audio?.state !== 'running') return;
  const volume = new GainNode(audio, { gain: 0 });
  volume.connect(audio.destination);
  notesHz.forEach((frequency, place) => note(audio as AudioContext, volume, frequency, (audio as AudioContext).currentTime + place * noteSeconds));
}

function note(context: AudioContext, volume: GainNode, frequency: number, at: number): void {
  const tone = new OscillatorNode(context, { frequency });
  tone.connect(volume);
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(loudness, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + noteSeconds);
  tone.start(at);
  tone.stop(at + noteSeconds);
}
