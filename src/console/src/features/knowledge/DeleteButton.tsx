import { useState } from 'react';
import { usePermission } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { Button } from '@/shared/ui/Button';
import { useDelete } from './knowledge';

/** Asks once more before it deletes. */
export function DeleteButton({ itemId, onDeleted }: { itemId: string; onDeleted: () => void }) {
  const t = useText();
  const [asked, setAsked] = useState(false);
  const mayDelete = usePermission('knowledge:delete');
  const deletion = useDelete();
  if (!mayDelete) return null;
  const press = () => {
    if (asked) deletion.mutate(itemId, { onSuccess: onDeleted });
    else setAsked(true);
  };
  return (
    <>
      {deletion.error && <span role="alert" className="mr-2 text-sm text-red">{problemText(t, deletion.error)}</span>}
      <Button kind="danger" disabled={deletion.isPending} onClick={press}>{t(asked ? 'knowledge.confirmDelete' : 'knowledge.delete')}</Button>
    </>
  );
}
