import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLiveCallsFeed } from '@/features/calls/live/liveStore';
import { AttentionSettings } from '@/features/hitl/alerts/AttentionSettings';
import { useAlertFeed, useOpenAlerts } from '@/features/hitl/alerts/alertStore';
import { unlockSound } from '@/features/hitl/alerts/beep';
import { Shell } from '@/features/layout/Shell';
import { StatusSwitch } from '@/features/operators/StatusSwitch';
import { usePermission } from '@/shared/api/session';
import { openLink } from '@/shared/realtime/connection';
import { CurrentPage } from './CurrentPage';
import { leave } from './leave';

/** Everything that lives for as long as one is signed in: the link, the feeds, the frame. */
export function SignedIn() {
  const queries = useQueryClient();
  const answers = usePermission('hitl:feedback');
  const waiting = useOpenAlerts();
  useLiveCallsFeed();
  useAlertFeed();
  useEffect(openLink, []);
  useEffect(() => {
    addEventListener('pointerdown', unlockSound, { once: true });
    addEventListener('keydown', unlockSound, { once: true });
    // Nothing of this person may be seen by the next.
    return () => queries.clear();
  }, [queries]);
  return (
    <Shell waiting={waiting} status={answers && <StatusSwitch />} settings={<AttentionSettings />} onSignOut={() => leave(answers)}>
      <CurrentPage waiting={waiting} />
    </Shell>
  );
}
