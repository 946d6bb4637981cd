import type { TranscriptTurn } from './transcript';

export type AlertStatus = 'open' | 'answered' | 'delivered' | 'closed' | 'expired';
export type HitlReason = 'low_confidence' | 'person_requested' | 'sensitive_topic' | 'complexity' | 'caller_unintelligible';
export type UnresolvedStatus = 'unresolved' | 'noted' | 'contacted' | 'resolved';

export interface RetrievedItem {
  item_id: string;
  question: string;
  answer: string;
  score: number;
}

/** A question of the voice agent to an operator, while the caller holds. */
export interface HitlAlert {
  alert_id: string;
  call_id: string;
  status: AlertStatus;
  reason: HitlReason;
  urgency: 'medium' | 'high';
  caller: string;
  language: string;
  question: string;
  question_audio_path?: string;
  ai_answer?: string;
  confidence: number;
  last_turns?: TranscriptTurn[];
  retrieved?: RetrievedItem[];
  assigned_to: string;
  created_at: string;
  /** Until when the caller waits. */
  deadline: string;
  answer?: string;
  answered_by?: string;
}

/** A question that the caller left with. */
export interface UnresolvedRequest {
  request_id: string;
  call_id: string;
  caller: string;
  callback_number?: string;
  question: string;
  reason: HitlReason;
  confidence: number;
  status: UnresolvedStatus;
  note?: string;
  follow_up?: boolean;
  created_at: string;
}
