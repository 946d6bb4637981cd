import { remove } from '@/shared/api/client';

export const deleteItem = (itemId: string): Promise<void> => remove(`knowledge/${encodeURIComponent(itemId)}`);
