import { useState } from 'react';
import { usePermission } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { Button } from '@/shared/ui/Button';
import { Page } from '@/shared/ui/Page';
import { Tabs } from '@/shared/ui/Tabs';
import { ItemDialog } from './ItemDialog';
import { ItemList } from './ItemList';
import { useItems, useKnowledgeEvents } from './knowledge';
import { ReviewQueue } from './ReviewQueue';

/** What the agent knows, and what it has learned but nobody has confirmed. */
export default function KnowledgePage() {
  const t = useText();
  useKnowledgeEvents();
  const [tab, setTab] = useState<'items' | 'review'>('items');
  /** An item's id, `new`, or nothing open. */
  const [editing, setEditing] = useState<string>();
  const mayCreate = usePermission('knowledge:create');
  const toReview = useItems('review').data?.pages.flatMap((page) => page.items).length;
  const choices = [
    { value: 'items', label: t('knowledge.items') },
    { value: 'review', label: t('knowledge.review'), badge: toReview },
  ] as const;
  return (
    <Page
      title={t('knowledge.title')}
      aside={(
        <div className="flex flex-wrap items-center gap-3">
          <Tabs label={t('knowledge.title')} choices={choices} chosen={tab} onChoose={setTab} />
          {mayCreate && <Button kind="primary" data-testid="knowledge-new" onClick={() => setEditing('new')}>{t('knowledge.new')}</Button>}
        </div>
      )}
    >
      {tab === 'items' ? <ItemList onEdit={setEditing} /> : <ReviewQueue onEdit={setEditing} />}
      {editing && <ItemDialog itemId={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </Page>
  );
}
