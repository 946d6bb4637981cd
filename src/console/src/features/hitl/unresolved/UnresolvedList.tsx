import { useState } from 'react';
import { useText } from '@/shared/i18n/language';
import type { UnresolvedStatus } from '@/shared/records/hitl';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Tabs } from '@/shared/ui/Tabs';
import { statuses } from './status';
import { useUnresolved } from './unresolved';
import { UnresolvedItem } from './UnresolvedItem';

type Shown = UnresolvedStatus | 'all';

export function UnresolvedList() {
  const t = useText();
  const [shown, setShown] = useState<Shown>('all');
  const request = useUnresolved();
  const choices = (['all', ...statuses] as const).map((value) => ({ value, label: t(`unresolved.${value}`) }));
  return (
    <div className="grid gap-4">
      <div><Tabs label={t('unresolved.status')} choices={choices} chosen={shown} onChoose={setShown} /></div>
      <Loaded request={request}>{({ items }) => {
        const fitting = items.filter((item) => shown === 'all' || item.status === shown);
        if (fitting.length === 0) return <Card><Empty title={t('unresolved.none')} hint={t('unresolved.noneHint')} /></Card>;
        return <div className="grid gap-3">{fitting.map((item) => <UnresolvedItem key={item.request_id} request={item} />)}</div>;
      }}</Loaded>
    </div>
  );
}
