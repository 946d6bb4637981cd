import { useEffect } from 'react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isOneOf, onEvent } from '@/shared/realtime/events';
import type { KnowledgeStatus } from '@/shared/records/knowledge';
import { deleteItem } from './api/deleteItem';
import { judgeItem, type Judgement } from './api/judgeItem';
import { listItems } from './api/listItems';
import { createItem, updateItem, type ItemFields } from './api/saveItem';
import { searchItems } from './api/searchItems';

const root = ['knowledge'];
const pageSize = 30;

/** Calls and colleagues change knowledge too. */
export function useKnowledgeEvents(): void {
  const queries = useQueryClient();
  useEffect(() => onEvent((event) => {
    if (isOneOf(event, 'knowledge.created', 'knowledge.updated', 'knowledge.extracted')) void queries.invalidateQueries({ queryKey: root });
  }), [queries]);
}

export const useItems = (status: KnowledgeStatus, category?: string, enabled = true) => useInfiniteQuery({
  queryKey: [...root, 'list', status, category],
  queryFn: ({ pageParam }) => listItems({ status, category, cursor: pageParam, limit: pageSize }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor,
  enabled,
});

export const useHits = (query: string, category?: string) => useQuery({
  queryKey: [...root, 'search', query, category],
  queryFn: ({ signal }) => searchItems(query, category, signal),
  enabled: query !== '',
  placeholderData: keepPreviousData,
});

function useChange<T>(apply: (argument: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: apply, onSuccess: () => queries.invalidateQueries({ queryKey: root }) });
}

export interface Saving {
  itemId?: string;
  fields: ItemFields;
  etag?: string;
}

export const useSave = () => useChange(({ itemId, fields, etag }: Saving) => (itemId ? updateItem(itemId, fields, etag) : createItem(fields)));
export const useDelete = () => useChange(deleteItem);
export const useJudge = (itemId: string) => useChange((judgement: Judgement) => judgeItem(itemId, judgement));
