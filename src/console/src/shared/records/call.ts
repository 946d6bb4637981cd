import type { SupervisionMode } from './supervision';

// Records of the API as they travel: snake_case, times as ISO 8601, absent where the server has nothing.

export type CallState = 'initial' | 'calling' | 'ringing' | 'established' | 'terminating' | 'terminated' | 'failed' | 'cancelled';
export type CallType = 'sip_call' | 'ai_call';
export type SegmentKind = 'bridged' | 'agent';
export type AgentState = 'idle' | 'greeting' | 'listening' | 'thinking' | 'speaking' | 'holding' | 'ended';

/** A supervisor who has heard the call. */
export interface SupervisionRecord {
  supervision_id: string;
  by: string;
  extension: string;
  changes?: { at: string; mode: SupervisionMode }[];
  left_at?: string;
}

export interface CallSegment {
  kind: SegmentKind;
  start_ms: number;
  end_ms: number;
}

export interface CallDetailRecord {
  call_id: string;
  caller: string;
  callee: string;
  call_type: CallType;
  outcome: string;
  started_at: string;
  answered_at?: string;
  ended_at: string;
  duration_ms: number;
  ai_handled: boolean;
  sip_status: number;
  q850_cause: number;
  codec?: string;
  sample_rate_hz?: number;
  segments?: CallSegment[];
}

export interface CallRecord {
  call_id: string;
  caller: string;
  callee: string;
  state: CallState;
  call_type: CallType;
  started_at: string;
  answered_at?: string;
  ai_activated_at?: string;
  ended_at?: string;
  duration_ms: number;
  ai_handled: boolean;
  supervisions?: SupervisionRecord[];
  outcome?: string;
  cdr?: CallDetailRecord;
  recording_folder?: string;
  has_transcript?: boolean;
  cost_micros?: number;
  currency?: string;
}

export interface RecordingLinks {
  caller: string;
  callee: string;
  mixed: string;
  expires_at?: string;
}

export interface UsageRow {
  meter: 'bridged_ms' | 'agent_ms' | 'stt_ms' | 'tts_characters' | 'storage_bytes' | 'outbound_ms';
  quantity: number;
  cost_micros: number;
  currency: string;
}

export interface CallUsage {
  items: UsageRow[];
  total_ms: number;
  cost_micros: number;
  /** Absent when nothing was metered. */
  currency?: string;
}
