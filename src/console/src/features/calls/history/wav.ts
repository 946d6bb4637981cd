// RIFF/WAVE: "RIFF" size "WAVE", then chunks of 4-letter id, 32-bit little-endian size, data padded to even length.

export interface Wav {
  sampleRateHz: number;
  channels: number;
  /** Interleaved 16-bit samples. */
  samples: Int16Array;
}

const pcm = 1;
const bytesPerSample = 2;

/** Reads 16-bit PCM, as the product writes it; undefined for anything else. */
export function parseWav(bytes: ArrayBuffer): Wav | undefined {
  const view = new DataView(bytes);
  if (bytes.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return undefined;
  let format: Omit<Wav, 'samples'> | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const id = tag(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (id === 'fmt ' && start + 16 <= bytes.byteLength) format = readFormat(view, start);
    if (id === 'data' && format) return { ...format, samples: samplesOf(bytes, start, size) };
    at = start + size + (size % 2);
  }
  return undefined;
}

const tag = (view: DataView, at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(at + place)));

function readFormat(view: DataView, at: number): Omit<Wav, 'samples'> | undefined {
  const isPcm16 = view.getUint16(at, true) === pcm && view.getUint16(at + 14, true) === 8 * bytesPerSample;
  return isPcm16 ? { channels: view.getUint16(at + 2, true), sampleRateHz: view.getUint32(at + 4, true) } : undefined;
}

/** A recording cut off by a crash names more data than it has; what is there is taken. */
function samplesOf(bytes: ArrayBuffer, start: number, size: number): Int16Array {
  const count = Math.floor(Math.min(size, bytes.byteLength - start) / bytesPerSample);
  return new Int16Array(bytes.slice(start, start + count * bytesPerSample));
}
