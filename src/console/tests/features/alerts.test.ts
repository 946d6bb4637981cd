import { describe, expect, it } from 'vitest';
import { applyAlertEvent, applyAlertList, dismissed, inUrgency, noAlerts, openCount } from '@/features/hitl/alerts/alerts';
import type { CloudEvent } from '@/shared/realtime/envelope';
import type { CallDetailRecord } from '@/shared/records/call';
import type { AlertStatus } from '@/shared/records/hitl';
import { alert, at, event } from '../event';

const fold = (...events: CloudEvent[]) => events.reduce(applyAlertEvent, noAlerts);
const requested = event('hitl.requested', 'c1', alert());
const resolved = (status: AlertStatus) => event('hitl.resolved', 'c1', { alert_id: 'a1', call_id: 'c1', status, waited_ms: 9_000 }, 9);
const callEnded = event('call.ended', 'c1', { call_id: 'c1' } as CallDetailRecord, 20);

describe('an alert', () => {
  it('opens when it is requested', () => {
    expect(openCount(fold(requested))).toBe(1);
  });

  it('opens once though both groups bring it', () => {
    expect(openCount(fold(requested, event('hitl.requested', 'c1', alert())))).toBe(1);
  });

  it('ends as delivered', () => {
    expect(fold(requested, resolved('delivered')).shown.a1!.status).toBe('delivered');
  });

  it('does not open again after its end', () => {
    expect(fold(requested, resolved('closed'), requested).shown.a1!.status).toBe('closed');
  });

  it('never shows when its end is heard first', () => {
    expect(fold(resolved('expired'), requested).shown).toEqual({});
  });

  it('closes when the caller hangs up, and stays on the screen to be saved', () => {
    expect(fold(requested, callEnded).shown.a1!.status).toBe('closed');
  });

  it('keeps a delivered answer delivered when the call ends', () => {
    expect(fold(requested, resolved('delivered'), callEnded).shown.a1!.status).toBe('delivered');
  });

  it('goes when it is dismissed, and does not come back', () => {
    expect(applyAlertEvent(dismissed(fold(requested, resolved('delivered')), 'a1'), requested).shown).toEqual({});
  });

  it('counts as closed when the server no longer lists it', () => {
    expect(applyAlertList(fold(requested), []).shown.a1!.status).toBe('closed');
  });

  it('comes from the list when the page was opened after it', () => {
    expect(openCount(applyAlertList(noAlerts, [alert()]))).toBe(1);
  });

  it('stands above those with more time left', () => {
    const later = alert({ alert_id: 'a2', deadline: at(90) });
    const over = alert({ alert_id: 'a3', status: 'expired', deadline: at(1) });
    expect(inUrgency(applyAlertList(noAlerts, [over, later, alert()])).map((each) => each.alert_id)).toEqual(['a1', 'a2', 'a3']);
  });
});
