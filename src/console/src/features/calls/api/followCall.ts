import { post } from '@/shared/api/client';

const path = (callId: string, what: 'join' | 'leave') => `realtime/calls/${encodeURIComponent(callId)}/${what}`;

/** Joins this connection to the call's own group; returns the way to leave. The hub is push only, so both go by REST. */
export function followCall(callId: string, connectionId: string): () => void {
  void post(path(callId, 'join'), { connection_id: connectionId }).catch(() => undefined);
  return () => { void post(path(callId, 'leave'), { connection_id: connectionId }).catch(() => undefined); };
}
