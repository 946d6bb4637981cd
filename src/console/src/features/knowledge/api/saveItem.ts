import { post, put } from '@/shared/api/client';
import type { KnowledgeItem } from '@/shared/records/knowledge';

export interface ItemFields {
  question: string;
  variants: string[];
  answer: string;
  category: string;
  /** BCP 47; left out, the item keeps its own. */
  language?: string;
}

export const createItem = (fields: ItemFields): Promise<KnowledgeItem> => post<KnowledgeItem>('knowledge', fields);

/** 412 when somebody else changed the item since it was read. */
export const updateItem = (itemId: string, fields: ItemFields, etag?: string): Promise<KnowledgeItem> =>
  put<KnowledgeItem>(`knowledge/${encodeURIComponent(itemId)}`, fields, etag);
