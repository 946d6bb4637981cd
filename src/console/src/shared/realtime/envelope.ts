import type { AgentState, CallDetailRecord, SegmentKind } from '@/shared/records/call';
import type { AlertStatus, HitlAlert, RetrievedItem } from '@/shared/records/hitl';
import type { KnowledgeItem } from '@/shared/records/knowledge';
import type { SupervisionMode, SupervisionSide, SupervisionStatus } from '@/shared/records/supervision';
import type { TranscriptChunk } from '@/shared/records/transcript';

/** Payload of each event of the catalogue that the console listens to. */
export interface Payloads {
  'call.started': { call_id: string; caller: string; callee: string; started_at: string };
  'call.answered': { call_id: string; answered_by: SegmentKind; answered_at: string };
  'call.ended': CallDetailRecord;
  'call.failed': CallDetailRecord;
  'call.recording_saved': { call_id: string };
  'call.supervised': CallSupervised;
  'ai.activated': { call_id: string; reason: string; activated_at: string };
  'agent.state': { state: AgentState };
  'agent.speaking': { phase: 'started' | 'paused' | 'resumed' | 'interrupted' | 'finished'; text: string };
  'agent.query_processed': QueryProcessed;
  'agent.low_confidence': QueryProcessed;
  'transcript.chunk': TranscriptChunk;
  'transcript.generated': { call_id: string };
  'knowledge.extracted': { call_id: string; created: string[]; review: string[] };
  'knowledge.created': KnowledgeItem;
  'knowledge.updated': KnowledgeItem;
  'hitl.requested': HitlAlert;
  'hitl.resolved': { alert_id: string; call_id: string; status: AlertStatus; operator?: string; waited_ms: number };
  'hitl.feedback_submitted': { feedback_id: string };
  'usage.metered': { call_id: string };
  'outbound.blocked': { reason: string; extension: string; number: string; limit: number; until?: string };
  'trunk.state_changed': { edge_id: string; trunk: string; what: string; state: 'up' | 'down'; status?: number };
}

export interface CallSupervised {
  call_id: string;
  supervision_id: string;
  by: string;
  extension: string;
  status: SupervisionStatus;
  mode: SupervisionMode;
  whisper_to?: SupervisionSide;
  reason?: string;
  at: string;
}

export interface QueryProcessed {
  call_id: string;
  question: string;
  answer?: string;
  decision: string;
  confidence: number;
  retrieved: RetrievedItem[];
  latency_ms: number;
}

export type EventName = keyof Payloads;

/** CloudEvents 1.0 with the extensions of the product; the subject is the call id or the entity's id. */
export type CloudEvent<N extends EventName = EventName> = {
  [K in N]: { id: string; type: K; subject: string; time: string; sequence?: number; data: Payloads[K] };
}[N];

export const eventNames: readonly EventName[] = [
  'call.started', 'call.answered', 'call.ended', 'call.failed', 'call.recording_saved', 'call.supervised', 'ai.activated', 'agent.state', 'agent.speaking',
  'agent.query_processed', 'agent.low_confidence', 'transcript.chunk', 'transcript.generated', 'knowledge.extracted', 'knowledge.created',
  'knowledge.updated', 'hitl.requested', 'hitl.resolved', 'hitl.feedback_submitted', 'usage.metered', 'outbound.blocked', 'trunk.state_changed',
];
