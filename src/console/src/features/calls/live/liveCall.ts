import type { AgentState, SegmentKind } from '@/shared/records/call';
import type { Speaker } from '@/shared/records/transcript';

export interface Line {
  speaker: Speaker;
  text: string;
  startMs: number;
  isFinal: boolean;
}

/** A call as it happens, put together from a snapshot and from events that may come twice or in any order. */
export interface LiveCall {
  callId: string;
  caller?: string;
  callee?: string;
  startedAt?: string;
  answeredAt?: string;
  /** Who the caller is with; undefined while it rings. */
  with?: SegmentKind;
  agentState?: AgentState;
  /** Mark of the newest `agent.state`, so that an older one never takes the state back. */
  agentMark?: Mark;
  /** Mark of the newest `call.supervised`: who supervises is read again when it changes. */
  supervised?: Mark;
  lastQuery?: { question: string; confidence: number; decision: string; time: string };
  lines: Line[];
  endedAt?: string;
  outcome?: string;
  /** When this page last heard of it, by its own clock. */
  touchedAt: number;
}

/** Order within a call: the sequence where the event has one, else its time. */
export interface Mark {
  sequence: number;
  time: string;
}

export const isNewer = (mark: Mark, held: Mark | undefined): boolean =>
  held === undefined || (mark.sequence !== held.sequence && mark.sequence > 0 && held.sequence > 0
    ? mark.sequence > held.sequence
    : mark.time >= held.time);

export const newCall = (callId: string, touchedAt: number): LiveCall => ({ callId, lines: [], touchedAt });
