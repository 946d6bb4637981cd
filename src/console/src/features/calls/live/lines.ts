import type { TranscriptChunk } from '@/shared/records/transcript';
import type { Line } from './liveCall';

/** Lines kept of one live call; the whole transcript comes after the call. */
export const maxLines = 400;

/**
 * Puts a chunk into the conversation. A final line stays; an interim one is replaced by what the same speaker says next, and a late interim
 * never overwrites the final line it led to.
 */
export function withChunk(lines: readonly Line[], chunk: TranscriptChunk): Line[] {
  const line: Line = { speaker: chunk.speaker, text: chunk.text, startMs: chunk.start_ms, isFinal: chunk.is_final };
  const own = (held: Line) => held.speaker === line.speaker;
  const alreadyFinal = lines.some((held) => own(held) && held.isFinal && held.startMs >= line.startMs);
  if (!line.isFinal && alreadyFinal) return [...lines];
  const kept = lines.filter((held) => !(own(held) && replaces(line, held)));
  if (line.text.trim() === '') return kept;
  const place = kept.findLastIndex((held) => held.startMs <= line.startMs) + 1;
  return kept.toSpliced(place, 0, line).slice(-maxLines);
}

/** A turn of several breaths becomes final at the time of the first, so any newer word replaces whatever was interim. */
const replaces = (line: Line, held: Line): boolean => !held.isFinal || (line.isFinal && held.startMs === line.startMs);
