export type Speaker = 'caller' | 'callee' | 'agent' | 'system';

/** What one speaker said without a pause; times in milliseconds since the start of the recording. */
export interface TranscriptTurn {
  speaker: Speaker;
  text: string;
  start_ms: number;
  end_ms: number;
  confidence?: number;
  interrupted?: boolean;
}

export interface Transcript {
  call_id: string;
  language: string;
  turns: TranscriptTurn[];
  word_count?: number;
  quality?: number;
}

/** Payload of `transcript.chunk`. */
export interface TranscriptChunk {
  speaker: Speaker;
  text: string;
  is_final: boolean;
  start_ms: number;
  confidence: number;
}
