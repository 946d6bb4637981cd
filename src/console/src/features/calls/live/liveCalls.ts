import { isOneOf } from '@/shared/realtime/events';
import type { CloudEvent } from '@/shared/realtime/envelope';
import type { CallRecord } from '@/shared/records/call';
import { isNewer, newCall, type LiveCall } from './liveCall';
import { withChunk } from './lines';

export type LiveCalls = Readonly<Record<string, LiveCall>>;

/** Ended calls that stay to be read; older ones go. */
export const maxEnded = 5;
/** A live call that the snapshot does not know may simply be newer than the snapshot's store; this old, it is a call whose end was missed. */
export const missedEndAfterMs = 15_000;

/** The one rule by which an event, heard at `now` of this clock, changes the live calls; indifferent to repetition and order. */
export function applyEvent(calls: LiveCalls, event: CloudEvent, now: number): LiveCalls {
  const callId = event.subject;
  const changed = change(calls[callId] ?? newCall(callId, now), event);
  return changed ? forgetOldEnds({ ...calls, [callId]: { ...changed, touchedAt: now } }) : calls;
}

function change(call: LiveCall, event: CloudEvent): LiveCall | undefined {
  if (isOneOf(event, 'call.started')) {
    const { caller, callee, started_at } = event.data;
    return { ...call, caller, callee, startedAt: started_at };
  }
  if (isOneOf(event, 'call.answered')) {
    const { answered_by, answered_at } = event.data;
    return { ...call, answeredAt: answered_at, with: call.with ?? answered_by };
  }
  if (isOneOf(event, 'ai.activated')) return { ...call, with: 'agent', answeredAt: call.answeredAt ?? event.data.activated_at };
  if (isOneOf(event, 'agent.state')) {
    const mark = { sequence: event.sequence ?? 0, time: event.time };
    const state = call.endedAt ? 'ended' : event.data.state;
    return isNewer(mark, call.agentMark) ? { ...call, with: 'agent', agentState: state, agentMark: mark } : call;
  }
  if (isOneOf(event, 'call.supervised')) {
    const mark = { sequence: event.sequence ?? 0, time: event.time };
    return isNewer(mark, call.supervised) ? { ...call, supervised: mark } : call;
  }
  if (isOneOf(event, 'transcript.chunk')) return { ...call, lines: withChunk(call.lines, event.data) };
  if (isOneOf(event, 'agent.query_processed', 'agent.low_confidence')) {
    const { question, confidence, decision } = event.data;
    const older = call.lastQuery && call.lastQuery.time > event.time;
    return older ? call : { ...call, lastQuery: { question, confidence, decision, time: event.time } };
  }
  if (isOneOf(event, 'call.ended', 'call.failed')) {
    const { caller, callee, started_at, ended_at, outcome } = event.data;
    return { ...call, caller, callee, startedAt: started_at, endedAt: ended_at, outcome, agentState: call.agentState && 'ended' };
  }
  return undefined;
}

/** Takes over what the server lists as live; an end that was heard of here is never undone. */
export function applySnapshot(calls: LiveCalls, records: readonly CallRecord[], takenAt: number): LiveCalls {
  const listed = Object.fromEntries(records.map((record) => [record.call_id, fromRecord(calls[record.call_id], record, takenAt)]));
  const limit = takenAt - missedEndAfterMs;
  const unlisted = Object.entries(calls).filter(([id, call]) => !listed[id] && (call.endedAt || call.touchedAt > limit));
  return { ...Object.fromEntries(unlisted), ...listed };
}

function fromRecord(held: LiveCall | undefined, record: CallRecord, takenAt: number): LiveCall {
  return {
    ...(held ?? newCall(record.call_id, takenAt)),
    caller: record.caller,
    callee: record.callee,
    startedAt: record.started_at,
    answeredAt: held?.answeredAt ?? record.answered_at,
    with: held?.with ?? (record.ai_activated_at ? 'agent' : record.answered_at ? 'bridged' : undefined),
  };
}

function forgetOldEnds(calls: LiveCalls): LiveCalls {
  const ended = Object.values(calls).filter((call) => call.endedAt).sort((a, b) => Date.parse(b.endedAt ?? '') - Date.parse(a.endedAt ?? ''));
  if (ended.length <= maxEnded) return calls;
  const gone = new Set(ended.slice(maxEnded).map((call) => call.callId));
  return Object.fromEntries(Object.entries(calls).filter(([id]) => !gone.has(id)));
}

/** Live ones first, the newest on top; then the ended. */
export const inOrder = (calls: LiveCalls): LiveCall[] =>
  Object.values(calls).sort((a, b) => Number(!!a.endedAt) - Number(!!b.endedAt) || since(b) - since(a));

const since = (call: LiveCall): number => (call.startedAt ? Date.parse(call.startedAt) : call.touchedAt);
