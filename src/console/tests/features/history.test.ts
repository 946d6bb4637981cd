import { describe, expect, it } from 'vitest';
import { currentTurn } from '@/features/calls/history/currentTurn';
import { datesOf, fits, noFilter } from '@/features/calls/history/filter';
import { hourly } from '@/features/calls/live/hourly';
import { faultsOf } from '@/features/knowledge/validate';
import type { CallRecord } from '@/shared/records/call';

describe('the history filter', () => {
  it('asks for nothing when nothing is chosen', () => {
    expect(datesOf(noFilter)).toEqual({ date_from: undefined, date_to: undefined });
  });

  it('takes in the whole last day', () => {
    const { date_from, date_to } = datesOf({ kind: 'all', from: '2026-11-20', until: '2026-11-20' });
    expect(Date.parse(date_to!) - Date.parse(date_from!)).toBe(86_400_000);
  });

  it('tells calls of the agent from calls between people', () => {
    const record = { ai_handled: true } as CallRecord;
    expect([fits(record, 'all'), fits(record, 'ai'), fits(record, 'bridged')]).toEqual([true, true, false]);
  });
});

describe('a transcript in playback', () => {
  const turns = [0, 3_000, 9_000].map((start_ms) => ({ speaker: 'caller' as const, text: '', start_ms, end_ms: start_ms + 1_000 }));

  it.each([[0, 0], [2_999, 0], [3_000, 1], [60_000, 2]])('at %i ms stands at turn %i', (position, turn) => {
    expect(currentTurn(turns, position)).toBe(turn);
  });
});

describe('the volume of calls', () => {
  it('counts by hour and by who took them, and leaves older calls out', () => {
    const now = Date.UTC(2026, 10, 20, 9, 30);
    const call = (hoursAgo: number, ai_handled: boolean) => ({ started_at: new Date(now - hoursAgo * 3_600_000).toISOString(), ai_handled }) as CallRecord;
    const hours = hourly([call(0, true), call(0.2, false), call(1, true), call(30, true)], now);
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toMatchObject({ agent: 1, people: 1 });
    expect(hours.reduce((sum, hour) => sum + hour.agent + hour.people, 0)).toBe(3);
  });
});

describe('a knowledge item', () => {
  it('needs a question of ten characters and an answer of twenty', () => {
    expect(faultsOf({ question: 'Too short', answer: 'Also too short.' })).toEqual({ question: 'knowledge.questionLength', answer: 'knowledge.answerLength' });
  });

  it('is not made longer by spaces', () => {
    expect(faultsOf({ question: `Hours?${' '.repeat(20)}`, answer: 'We are open from nine to six.' }).question).toBeDefined();
  });

  it('of the right lengths has no fault', () => {
    expect(faultsOf({ question: 'When do you open?', answer: 'We are open from nine to six.' })).toEqual({ question: undefined, answer: undefined });
  });
});
