import { get } from '@/shared/api/client';
import type { KnowledgeItem, KnowledgeStatus } from '@/shared/records/knowledge';
import type { Page } from '@/shared/records/page';

export interface ItemFilter {
  category?: string;
  status?: KnowledgeStatus;
  cursor?: string;
  limit?: number;
}

export const listItems = (filter: ItemFilter): Promise<Page<KnowledgeItem>> => get<Page<KnowledgeItem>>('knowledge', { ...filter });
