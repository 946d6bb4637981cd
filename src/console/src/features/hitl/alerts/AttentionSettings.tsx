import { useText } from '@/shared/i18n/language';
import { Toggle } from '@/shared/ui/Toggle';
import { useAttention } from './attention';
import { unlockSound } from './beep';
import { allowNotifications, notificationsBlocked } from './notify';

export function AttentionSettings() {
  const t = useText();
  const { sound, notifications } = useAttention();
  const blocked = notificationsBlocked();
  const toggleSound = (on: boolean) => {
    if (on) unlockSound();
    useAttention.setState({ sound: on });
  };
  const toggleNotifications = (on: boolean) => {
    if (on) void allowNotifications();
    else useAttention.setState({ notifications: false });
  };
  return (
    <>
      <Toggle label={t('settings.sound')} on={sound} onChange={toggleSound} />
      <Toggle label={t('settings.notifications')} on={notifications && !blocked} disabled={blocked} hint={blocked ? t('settings.blocked') : undefined} onChange={toggleNotifications} />
    </>
  );
}
