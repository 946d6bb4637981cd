import { useState } from 'react';
import { useText } from '@/shared/i18n/language';
import { Button } from '@/shared/ui/Button';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { fits, noFilter } from './filter';
import { useHistory } from './history';
import { HistoryFilters } from './HistoryFilters';
import { HistoryTable } from './HistoryTable';

export function HistoryList() {
  const t = useText();
  const [filter, setFilter] = useState(noFilter);
  const request = useHistory(filter);
  return (
    <>
      <HistoryFilters filter={filter} onChange={setFilter} />
      <Card className="overflow-hidden">
        <Loaded request={request}>{({ pages }) => {
          const records = pages.flatMap((page) => page.items).filter((record) => fits(record, filter.kind));
          return records.length === 0 ? <Empty title={t('history.none')} hint={t('history.noneHint')} /> : <HistoryTable records={records} />;
        }}</Loaded>
      </Card>
      {request.hasNextPage && (
        <Button className="justify-self-center" disabled={request.isFetchingNextPage} onClick={() => { void request.fetchNextPage(); }}>{t('app.more')}</Button>
      )}
    </>
  );
}
