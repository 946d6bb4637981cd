import { call } from '@/shared/api/client';
import type { KnowledgeItem } from '@/shared/records/knowledge';

/** The item with its ETag, which a change has to name. */
export async function getItem(itemId: string): Promise<{ item: KnowledgeItem; etag?: string }> {
  const { body, etag } = await call<KnowledgeItem>('GET', `knowledge/${encodeURIComponent(itemId)}`);
  return { item: body, etag };
}
