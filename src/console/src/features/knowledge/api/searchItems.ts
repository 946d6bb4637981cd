import { get } from '@/shared/api/client';
import type { KnowledgeHit } from '@/shared/records/knowledge';

const topK = 10;

/** Searches as the voice agent does; scores say how likely an item answers the query. */
export const searchItems = (query: string, category: string | undefined, signal: AbortSignal): Promise<{ items: KnowledgeHit[] }> =>
  get<{ items: KnowledgeHit[] }>('knowledge', { query, category, top_k: topK }, signal);
