import { useEffect } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isOneOf, onEvent } from '@/shared/realtime/events';
import { listUnresolved } from '../api/listUnresolved';
import { updateUnresolved, type UnresolvedChange } from '../api/updateUnresolved';

const key = ['hitl', 'unresolved'];

/** All unresolved requests; looked up again when an event may have made or ended one. */
export function useUnresolved() {
  const queries = useQueryClient();
  useEffect(() => onEvent((event) => {
    if (isOneOf(event, 'hitl.resolved', 'call.ended', 'agent.low_confidence')) void queries.invalidateQueries({ queryKey: key });
  }), [queries]);
  return useQuery({ queryKey: key, queryFn: () => listUnresolved(), refetchInterval: 30_000 });
}

export function useUpdateUnresolved(requestId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: UnresolvedChange) => updateUnresolved(requestId, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
