import type { CloudEvent, EventName, Payloads } from '@/shared/realtime/envelope';
import type { HitlAlert } from '@/shared/records/hitl';

let made = 0;

export const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 9, 0, second)).toISOString();

/** An event as the hub brings it, `second` seconds into the hour. */
export function event<N extends EventName>(type: N, subject: string, data: Payloads[N], second = 0, sequence = 0): CloudEvent {
  made += 1;
  return { id: `event-${made}`, type, subject, time: at(second), sequence, data } as CloudEvent;
}

export const alert = (change: Partial<HitlAlert> = {}): HitlAlert => ({
  alert_id: 'a1', call_id: 'c1', status: 'open', reason: 'low_confidence', urgency: 'high', caller: '01012345678', language: 'en-US',
  question: 'do you repair antique clocks', confidence: 0.2, assigned_to: 'operator', created_at: at(0), deadline: at(60), ...change,
});
