import type { CallRecord } from '@/shared/records/call';

const hourMs = 3_600_000;

export interface Hour {
  startsAt: number;
  agent: number;
  people: number;
}

/** Calls by the hour they started in: the last 24 hours, the current one last. */
export function hourly(records: readonly CallRecord[], now: number): Hour[] {
  const current = Math.floor(now / hourMs) * hourMs;
  const hours = Array.from({ length: 24 }, (_, place): Hour => ({ startsAt: current - (23 - place) * hourMs, agent: 0, people: 0 }));
  for (const record of records) {
    const hour = hours[Math.floor((Date.parse(record.started_at) - (current - 23 * hourMs)) / hourMs)];
    if (hour) hour[record.ai_handled ? 'agent' : 'people']++;
  }
  return hours;
}
