import { navigate } from '@/shared/routing/route';
import { useAttention } from './attention';

export const notificationsBlocked = (): boolean => !('Notification' in window) || Notification.permission === 'denied';

/** Turns notifications on, asking the browser's leave when it has not been given. */
export async function allowNotifications(): Promise<void> {
  if (notificationsBlocked()) return;
  const leave = Notification.permission === 'granted' ? 'granted' : await Notification.requestPermission();
  useAttention.setState({ notifications: leave === 'granted' });
}

/** Only when the page is not being looked at; the card itself says it otherwise. */
export function notify(text: string, tag: string): void {
  const wanted = useAttention.getState().notifications && document.hidden && 'Notification' in window && Notification.permission === 'granted';
  if (!wanted) return;
  const notification = new Notification('SmartPBX', { body: text, tag, icon: '/favicon.svg' });
  notification.onclick = () => {
    window.focus();
    navigate({ page: 'hitl' });
    notification.close();
  };
}
