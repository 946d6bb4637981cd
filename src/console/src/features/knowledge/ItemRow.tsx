import { usePermission } from '@/shared/api/session';
import { languageName, useText } from '@/shared/i18n/language';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { KnowledgeHit, KnowledgeItem } from '@/shared/records/knowledge';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Confidence } from '@/shared/ui/Confidence';

/** An item, or a hit of a search with its score. */
export function ItemRow({ item, onEdit }: { item: KnowledgeItem | KnowledgeHit; onEdit: (itemId: string) => void }) {
  const t = useText();
  const mayEdit = usePermission('knowledge:update');
  return (
    <li data-testid="knowledge-result" data-item-id={item.item_id} lang={item.language} className="grid gap-1 px-4 py-3 [contain-intrinsic-size:auto_6rem] [content-visibility:auto]">
      <div className="flex items-start justify-between gap-3">
        <p className="font-medium">{item.question}</p>
        {'score' in item && <Confidence value={item.score} />}
      </div>
      <p className="text-soft">{item.answer}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Badge>{wordOf(t, 'category', item.category)}</Badge>
        <Badge>{languageName(t, item.language)}</Badge>
        {'source' in item && item.source !== 'import' && <Badge tone="violet">{wordOf(t, 'source', item.source)}</Badge>}
        {mayEdit && <Button kind="quiet" className="ml-auto" onClick={() => onEdit(item.item_id)}>{t('knowledge.edit')}</Button>}
      </div>
    </li>
  );
}
