import { describe, expect, it } from 'vitest';
import { applyEvent, applySnapshot, inOrder, maxEnded, missedEndAfterMs, type LiveCalls } from '@/features/calls/live/liveCalls';
import type { CloudEvent } from '@/shared/realtime/envelope';
import type { CallDetailRecord, CallRecord } from '@/shared/records/call';
import { at, event } from '../event';

const now = 1_000_000;
const fold = (events: CloudEvent[], from: LiveCalls = {}) => events.reduce((calls, each) => applyEvent(calls, each, now), from);

const started = event('call.started', 'c1', { call_id: 'c1', caller: '0101', callee: '1000', started_at: at(0) }, 0, 1);
const activated = event('ai.activated', 'c1', { call_id: 'c1', reason: 'no_answer', activated_at: at(10) }, 10, 2);
const answered = event('call.answered', 'c1', { call_id: 'c1', answered_by: 'agent', answered_at: at(10) }, 10, 3);
const listening = event('agent.state', 'c1', { state: 'listening' }, 14, 4);
const thinking = event('agent.state', 'c1', { state: 'thinking' }, 16, 5);
const cdr = (callId: string, second = 30) =>
  ({ call_id: callId, caller: '0101', callee: '1000', started_at: at(0), ended_at: at(second), outcome: 'caller_hung_up' }) as CallDetailRecord;
const ended = event('call.ended', 'c1', cdr('c1'), 30, 6);
const record = (callId: string) => ({ call_id: callId, caller: '0101', callee: '1000', started_at: at(0), state: 'established' }) as CallRecord;

describe('live calls', () => {
  it('grow from ringing to the agent', () => {
    const call = fold([started, activated, answered, listening, thinking]).c1!;
    expect(call).toMatchObject({ caller: '0101', callee: '1000', with: 'agent', agentState: 'thinking', answeredAt: at(10) });
  });

  it('come out the same in any order', () => {
    const forwards = fold([started, activated, answered, listening, thinking, ended]);
    const backwards = fold([ended, thinking, listening, answered, activated, started]);
    expect(backwards).toEqual(forwards);
  });

  it('are not changed by an event that comes again', () => {
    const once = fold([started, activated, thinking]);
    expect(fold([started, activated, thinking], once)).toEqual(once);
  });

  it('keep the newer state when an older one comes late', () => {
    expect(fold([started, thinking, listening]).c1!.agentState).toBe('thinking');
  });

  it('stay ended when the start is heard after the end', () => {
    expect(fold([ended, started]).c1!.endedAt).toBe(at(30));
  });

  it('appear with the first thing heard of them', () => {
    const chunk = event('transcript.chunk', 'c9', { speaker: 'caller', text: 'hello', is_final: true, start_ms: 0, confidence: 1 });
    expect(fold([chunk]).c9!.lines).toHaveLength(1);
  });

  it('ignore events of other things', () => {
    expect(fold([event('knowledge.extracted', 'c1', { call_id: 'c1', created: [], review: [] })])).toEqual({});
  });

  it('mark the newest word about supervisors, in whatever order', () => {
    const told = (status: 'ringing' | 'active', sequence: number) => event('call.supervised', 'c1', { call_id: 'c1', supervision_id: 's1', by: 'boss', extension: '1011', status, mode: 'listen', at: at(20) }, 20, sequence);
    expect(fold([started, told('active', 8), told('ringing', 7)]).c1!.supervised?.sequence).toBe(8);
  });

  it('keep only the newest ends', () => {
    const ends = Array.from({ length: maxEnded + 2 }, (_, n) => event('call.ended', `c${n}`, cdr(`c${n}`, n)));
    const left = Object.keys(fold(ends));
    expect(left).toHaveLength(maxEnded);
    expect(left).not.toContain('c0');
  });

  it('are listed with the live ones on top', () => {
    const other = event('call.started', 'c2', { call_id: 'c2', caller: '0102', callee: '1000', started_at: at(5) });
    expect(inOrder(fold([started, ended, other])).map((call) => call.callId)).toEqual(['c2', 'c1']);
  });
});

describe('a snapshot', () => {
  it('brings calls that began before the page', () => {
    expect(applySnapshot({}, [record('c7')], now).c7).toMatchObject({ caller: '0101' });
  });

  it('keeps what was heard of a call', () => {
    const chunk = event('transcript.chunk', 'c1', { speaker: 'caller', text: 'hello', is_final: true, start_ms: 0, confidence: 1 });
    expect(applySnapshot(fold([started, chunk]), [record('c1')], now).c1!.lines).toHaveLength(1);
  });

  it('does not undo an end', () => {
    expect(applySnapshot(fold([ended]), [record('c1')], now).c1!.endedAt).toBe(at(30));
  });

  it('keeps a call that is newer than the store behind it', () => {
    expect(applySnapshot(fold([started]), [], now + 1_000)).toHaveProperty('c1');
  });

  it('drops a call whose end was missed while the link was down', () => {
    expect(applySnapshot(fold([started]), [], now + missedEndAfterMs + 1)).toEqual({});
  });
});
