import type { TranscriptTurn } from '@/shared/records/transcript';

/** Place of the turn that is being heard at a time: the last that has begun; -1 before the first. */
export const currentTurn = (turns: readonly TranscriptTurn[], positionMs: number): number =>
  turns.findLastIndex((turn) => turn.start_ms <= positionMs);
