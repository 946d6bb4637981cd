import { usePermission } from '@/shared/api/session';
import { dateTime, percent } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { KnowledgeItem } from '@/shared/records/knowledge';
import { Link } from '@/shared/routing/Link';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Card } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { useItems, useJudge } from './knowledge';

export function ReviewQueue({ onEdit }: { onEdit: (itemId: string) => void }) {
  const t = useText();
  return (
    <Loaded request={useItems('review')}>{({ pages }) => {
      const items = pages.flatMap((page) => page.items);
      if (items.length === 0) return <Card><Empty title={t('knowledge.reviewNone')} hint={t('knowledge.reviewNoneHint')} /></Card>;
      return <div className="grid gap-3">{items.map((item) => <Candidate key={item.item_id} item={item} onEdit={onEdit} />)}</div>;
    }}</Loaded>
  );
}

function Candidate({ item, onEdit }: { item: KnowledgeItem; onEdit: (itemId: string) => void }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const mayJudge = usePermission('knowledge:update');
  const judge = useJudge(item.item_id);
  return (
    <Card data-testid="review-item" className="grid gap-2 p-4">
      <div className="flex flex-wrap items-center gap-2 text-xs text-soft">
        <Badge tone="violet">{wordOf(t, 'source', item.source)}</Badge>
        {item.quality_score !== undefined && <Badge>{t('knowledge.quality', { score: percent(item.quality_score) })}</Badge>}
        <span>{t('knowledge.updated', { time: dateTime(item.updated_at, language) })}</span>
        {item.call_id && <Link to={{ page: 'history', callId: item.call_id }} className="text-accent underline">{t('knowledge.fromCall')}</Link>}
      </div>
      <p className="font-medium">{item.question}</p>
      <p className="text-soft">{item.answer}</p>
      {judge.error && <Notice tone="red">{problemText(t, judge.error)}</Notice>}
      {mayJudge && (
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" data-testid="review-approve" disabled={judge.isPending} onClick={() => judge.mutate('approve')}>{t('knowledge.approve')}</Button>
          <Button disabled={judge.isPending} onClick={() => judge.mutate('reject')}>{t('knowledge.reject')}</Button>
          <Button kind="quiet" onClick={() => onEdit(item.item_id)}>{t('knowledge.edit')}</Button>
        </div>
      )}
    </Card>
  );
}
