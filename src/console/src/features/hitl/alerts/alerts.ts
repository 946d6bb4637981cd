import { isOneOf } from '@/shared/realtime/events';
import type { CloudEvent } from '@/shared/realtime/envelope';
import type { AlertStatus, HitlAlert } from '@/shared/records/hitl';

/** Alerts on the screen, and the ends of alerts that were heard of before the alerts themselves. */
export interface Alerts {
  readonly shown: Readonly<Record<string, HitlAlert>>;
  readonly ends: Readonly<Record<string, AlertStatus>>;
}

export const noAlerts: Alerts = { shown: {}, ends: {} };

/** Life of an alert: open → answered → delivered, or closed, or expired; it never goes back. */
const rank: Record<AlertStatus, number> = { open: 0, answered: 1, delivered: 2, closed: 2, expired: 2 };
const further = (held: AlertStatus, heard: AlertStatus): AlertStatus => (rank[heard] > rank[held] ? heard : held);

/** The one rule by which an event changes the alerts; indifferent to repetition and order. */
export function applyAlertEvent(alerts: Alerts, event: CloudEvent): Alerts {
  if (isOneOf(event, 'hitl.requested')) return withAlert(alerts, event.data);
  if (isOneOf(event, 'hitl.resolved')) return ended(alerts, event.data.alert_id, event.data.status);
  if (isOneOf(event, 'call.ended', 'call.failed')) {
    const open = Object.values(alerts.shown).filter((alert) => alert.call_id === event.data.call_id && alert.status === 'open');
    return open.reduce((next, alert) => ended(next, alert.alert_id, 'closed'), alerts);
  }
  return alerts;
}

/** Takes over what the server lists as open. One that it no longer lists was ended meanwhile: how, is not known, so it counts as closed. */
export function applyAlertList(alerts: Alerts, open: readonly HitlAlert[]): Alerts {
  const listed = new Set(open.map((alert) => alert.alert_id));
  const missed = Object.values(alerts.shown).filter((alert) => alert.status === 'open' && !listed.has(alert.alert_id));
  const closed = missed.reduce((next, alert) => ended(next, alert.alert_id, 'closed'), alerts);
  return open.reduce(withAlert, closed);
}

export function ended(alerts: Alerts, alertId: string, status: AlertStatus): Alerts {
  const held = alerts.shown[alertId];
  const end = further(alerts.ends[alertId] ?? 'open', status);
  return {
    shown: held ? { ...alerts.shown, [alertId]: { ...held, status: further(held.status, status) } } : alerts.shown,
    ends: { ...alerts.ends, [alertId]: end },
  };
}

/** Takes an alert off the screen; its end stays known, so a late `hitl.requested` does not bring it back. */
export function dismissed(alerts: Alerts, alertId: string): Alerts {
  const { [alertId]: gone, ...shown } = alerts.shown;
  return gone ? { shown, ends: { ...alerts.ends, [alertId]: further(gone.status, 'closed') } } : alerts;
}

function withAlert(alerts: Alerts, alert: HitlAlert): Alerts {
  const held = alerts.shown[alert.alert_id];
  const end = alerts.ends[alert.alert_id];
  if (!held && end && rank[end] > 0) return alerts;
  const status = further(held?.status ?? 'open', alert.status);
  return { ...alerts, shown: { ...alerts.shown, [alert.alert_id]: { ...alert, status } } };
}

/** Open ones first, the one with the least time left on top. */
export const inUrgency = (alerts: Alerts): HitlAlert[] =>
  Object.values(alerts.shown).sort((a, b) => rank[a.status] - rank[b.status] || Date.parse(a.deadline) - Date.parse(b.deadline));

export const openCount = (alerts: Alerts): number => Object.values(alerts.shown).filter((alert) => alert.status === 'open').length;
