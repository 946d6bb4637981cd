import { useState } from 'react';
import { useText } from '@/shared/i18n/language';
import { Page } from '@/shared/ui/Page';
import { Tabs } from '@/shared/ui/Tabs';
import { AlertQueue } from './alerts/AlertQueue';
import { useOpenAlerts } from './alerts/alertStore';
import { useUnresolved } from './unresolved/unresolved';
import { UnresolvedList } from './unresolved/UnresolvedList';

/** Questions of callers who hold now, and of those who left without an answer. */
export default function HitlPage() {
  const t = useText();
  const [tab, setTab] = useState<'open' | 'unresolved'>('open');
  const waiting = useOpenAlerts();
  const left = useUnresolved().data?.items.filter((item) => item.status === 'unresolved').length;
  const choices = [
    { value: 'open', label: t('hitl.open'), badge: waiting },
    { value: 'unresolved', label: t('hitl.unresolved'), badge: left },
  ] as const;
  return (
    <Page title={t('hitl.title')} aside={<Tabs label={t('nav.hitl')} choices={choices} chosen={tab} onChoose={setTab} />}>
      {tab === 'open' ? <AlertQueue /> : <UnresolvedList />}
    </Page>
  );
}
