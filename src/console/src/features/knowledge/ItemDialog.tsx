import { useQuery } from '@tanstack/react-query';
import { useText } from '@/shared/i18n/language';
import { Dialog } from '@/shared/ui/Dialog';
import { Loaded } from '@/shared/ui/Loaded';
import { getItem } from './api/getItem';
import { ItemForm } from './ItemForm';

/** Writes a new item, or edits one as it is now on the server. */
export function ItemDialog({ itemId, onClose }: { itemId?: string; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog title={t(itemId ? 'knowledge.edit' : 'knowledge.new')} onClose={onClose}>
      {itemId ? <Existing itemId={itemId} onClose={onClose} /> : <ItemForm onClose={onClose} />}
    </Dialog>
  );
}

function Existing({ itemId, onClose }: { itemId: string; onClose: () => void }) {
  const request = useQuery({ queryKey: ['knowledge', 'one', itemId], queryFn: () => getItem(itemId), gcTime: 0, refetchOnWindowFocus: false });
  return <Loaded request={request}>{({ item, etag }) => <ItemForm item={item} etag={etag} onClose={onClose} />}</Loaded>;
}
