import { useEffect } from 'react';
import { create } from 'zustand';
import { useSession } from '@/shared/api/session';
import { translate, useLanguage } from '@/shared/i18n/language';
import { onEvent } from '@/shared/realtime/events';
import { useLink } from '@/shared/realtime/link';
import type { HitlAlert } from '@/shared/records/hitl';
import { listAlerts } from '../api/listAlerts';
import { applyAlertEvent, applyAlertList, dismissed, noAlerts, openCount, type Alerts } from './alerts';
import { beep } from './beep';
import { notify } from './notify';

export const useAlerts = create<{ alerts: Alerts }>()(() => ({ alerts: noAlerts }));
export const useOpenAlerts = (): number => useAlerts((state) => openCount(state.alerts));

const update = (next: (alerts: Alerts) => Alerts) => useAlerts.setState(({ alerts }) => ({ alerts: next(alerts) }));

export const dismiss = (alertId: string): void => update((alerts) => dismissed(alerts, alertId));

/** Keeps the alerts: events as they come, and the list each time the link comes up. Mounted once, for as long as one is signed in. */
export function useAlertFeed(): void {
  const epoch = useLink((link) => link.epoch);
  useEffect(() => {
    const stop = onEvent((event) => update((alerts) => applyAlertEvent(alerts, event)));
    const stopCalling = useAlerts.subscribe((now, before) => callAttention(now.alerts, before.alerts));
    return () => {
      stop();
      stopCalling();
      useAlerts.setState({ alerts: noAlerts });
    };
  }, []);
  useEffect(() => {
    listAlerts('open')
      .then((page) => update((alerts) => applyAlertList(alerts, page.items)))
      .catch(() => undefined); // the link's state tells; the next link takes the list again
  }, [epoch]);
}

/** Sound and notification for alerts that are new, open and this operator's. */
function callAttention(now: Alerts, before: Alerts): void {
  const mine = useSession.getState().user?.user_id;
  const fresh = Object.values(now.shown).filter((alert: HitlAlert) =>
    alert.status === 'open' && alert.assigned_to === mine && !before.shown[alert.alert_id]);
  if (fresh.length === 0) return;
  beep();
  for (const alert of fresh) notify(translate(useLanguage.getState().language, 'hitl.notification', { question: alert.question }), alert.alert_id);
}
