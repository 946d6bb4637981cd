import { describe, expect, it } from 'vitest';
import { peaks } from '@/features/calls/history/peaks';
import { parseWav } from '@/features/calls/history/wav';

/** A RIFF file of the given chunks, as `[id, bytes]`. */
function riff(...chunks: [string, number[]][]): ArrayBuffer {
  const text = (value: string) => [...value].map((letter) => letter.charCodeAt(0));
  const size = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
  const body = chunks.flatMap(([id, bytes]) => [...text(id), ...size(bytes.length), ...bytes, ...(bytes.length % 2 ? [0] : [])]);
  return new Uint8Array([...text('RIFF'), ...size(body.length + 4), ...text('WAVE'), ...body]).buffer;
}

const format = [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0];

describe('a WAV file', () => {
  it('gives its samples and rate', () => {
    const wav = parseWav(riff(['fmt ', format], ['data', [1, 0, 255, 255]]));
    expect(wav).toMatchObject({ sampleRateHz: 8_000, channels: 1 });
    expect([...wav!.samples]).toEqual([1, -1]);
  });

  it('is read past chunks of other kinds, odd ones too', () => {
    expect(parseWav(riff(['LIST', [1, 2, 3]], ['fmt ', format], ['data', [1, 0]]))?.samples).toHaveLength(1);
  });

  it('that was cut off gives what is there', () => {
    expect(parseWav(riff(['fmt ', format], ['data', [1, 0, 2, 0]]).slice(0, -2))?.samples).toHaveLength(1);
  });

  it.each([['nothing', new ArrayBuffer(0)], ['another format', riff(['fmt ', [7, ...format.slice(1)]], ['data', [1]])], ['no data', riff(['fmt ', format])]])(
    'of %s is refused without throwing', (_name, bytes) => {
      expect(parseWav(bytes)).toBeUndefined();
    });
});

describe('a waveform', () => {
  it('shows the loudest sample of each stretch', () => {
    expect(peaks(new Int16Array([0, 16_384, -32_768, 0]), 2)).toEqual([0.5, 1]);
  });

  it('of a recording shorter than the picture is mostly flat', () => {
    expect(peaks(new Int16Array([16_384]), 4).reduce((sum, peak) => sum + peak, 0)).toBe(0.5);
  });
});
