import { describe, expect, it } from 'vitest';
import { maxLines, withChunk } from '@/features/calls/live/lines';
import type { Line } from '@/features/calls/live/liveCall';
import type { TranscriptChunk } from '@/shared/records/transcript';

const chunk = (text: string, start_ms: number, is_final: boolean, speaker: TranscriptChunk['speaker'] = 'caller'): TranscriptChunk =>
  ({ speaker, text, is_final, start_ms, confidence: 0.9 });
const say = (...chunks: TranscriptChunk[]) => chunks.reduce<Line[]>(withChunk, []);
const texts = (lines: Line[]) => lines.map((line) => line.text);

describe('lines of a live transcript', () => {
  it('replace an interim text by the next of the same speaker', () => {
    expect(texts(say(chunk('when', 100, false), chunk('when do you', 100, false)))).toEqual(['when do you']);
  });

  it('become solid with the final text', () => {
    const lines = say(chunk('when do', 100, false), chunk('when do you open', 100, true));
    expect(lines).toEqual([{ speaker: 'caller', text: 'when do you open', startMs: 100, isFinal: true }]);
  });

  it('take in a second breath when the whole turn becomes final', () => {
    expect(texts(say(chunk('and when', 3_000, false), chunk('do you repair clocks and when', 1_000, true)))).toEqual(['do you repair clocks and when']);
  });

  it('do not turn grey again by a late interim text', () => {
    expect(texts(say(chunk('when do you open', 100, true), chunk('when do', 100, false)))).toEqual(['when do you open']);
  });

  it('take a repeated final text once', () => {
    expect(say(chunk('hello', 0, true), chunk('hello', 0, true))).toHaveLength(1);
  });

  it('stand in the order of their beginning', () => {
    expect(texts(say(chunk('second', 2_000, true, 'agent'), chunk('first', 500, true), chunk('third', 4_000, true)))).toEqual(['first', 'second', 'third']);
  });

  it('leave the other speaker alone', () => {
    expect(say(chunk('hello', 0, false), chunk('welcome', 100, false, 'agent'))).toHaveLength(2);
  });

  it('let an interim text vanish that came to nothing', () => {
    expect(say(chunk('uh', 0, false), chunk('', 0, true))).toEqual([]);
  });

  it('are kept up to a limit', () => {
    const many = Array.from({ length: maxLines + 5 }, (_, n) => chunk(`line ${n}`, n * 10, true));
    expect(say(...many)).toHaveLength(maxLines);
  });
});
