import { useState } from 'react';
import { useText } from '@/shared/i18n/language';
import { categories } from '@/shared/records/knowledge';
import { Button } from '@/shared/ui/Button';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Select, TextField } from '@/shared/ui/Field';
import { Loaded } from '@/shared/ui/Loaded';
import { ItemRow } from './ItemRow';
import { useHits, useItems } from './knowledge';
import { useDebounced } from './useDebounced';

const searchRestMs = 250;

interface Props {
  onEdit: (itemId: string) => void;
}

export function ItemList({ onEdit }: Props) {
  const t = useText();
  const [text, setText] = useState('');
  const [category, setCategory] = useState('');
  const query = useDebounced(text.trim(), searchRestMs);
  return (
    <>
      <div className="grid gap-3 md:grid-cols-[1fr_14rem]">
        <TextField type="search" label={t('app.search')} data-testid="knowledge-search" placeholder={t('knowledge.searchHint')} hint={t('knowledge.line')} value={text} onChange={(e) => setText(e.target.value)} />
        <Select label={t('knowledge.category')} value={category} onChange={(e) => setCategory(e.target.value)}>
          <option value="">{t('knowledge.anyCategory')}</option>
          {categories.map((choice) => <option key={choice} value={choice}>{t(`category.${choice}`)}</option>)}
        </Select>
      </div>
      {query ? <Hits query={query} category={category || undefined} onEdit={onEdit} /> : <All category={category || undefined} onEdit={onEdit} />}
    </>
  );
}

function Hits({ query, category, onEdit }: Props & { query: string; category?: string }) {
  const t = useText();
  return (
    <Card className="overflow-hidden">
      <Loaded request={useHits(query, category)}>{({ items }) => (items.length === 0
        ? <Empty title={t('knowledge.none')} hint={t('knowledge.noneHint')} />
        : <ul className="divide-y divide-line">{items.map((hit) => <ItemRow key={hit.item_id} item={hit} onEdit={onEdit} />)}</ul>)}</Loaded>
    </Card>
  );
}

function All({ category, onEdit }: Props & { category?: string }) {
  const t = useText();
  const request = useItems('active', category);
  return (
    <>
      <Card className="overflow-hidden">
        <Loaded request={request}>{({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Empty title={t('knowledge.none')} hint={t('knowledge.noneHint')} />;
          return <ul className="divide-y divide-line">{items.map((item) => <ItemRow key={item.item_id} item={item} onEdit={onEdit} />)}</ul>;
        }}</Loaded>
      </Card>
      {request.hasNextPage && <Button className="justify-self-center" onClick={() => { void request.fetchNextPage(); }}>{t('app.more')}</Button>}
    </>
  );
}
