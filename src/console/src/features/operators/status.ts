import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OperatorPresence } from '@/shared/records/operator';
import { getStatus } from './api/getStatus';
import { setStatus } from './api/setStatus';

const key = ['operator', 'status'];

export const useStatus = () => useQuery({ queryKey: key, queryFn: getStatus, staleTime: 60_000 });

/** Changes the status; the page shows the new one at once and takes it back when the server refuses. */
export function useSetStatus() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: setStatus,
    onMutate: async (status) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<OperatorPresence>(key);
      queries.setQueryData<OperatorPresence>(key, (held) => ({ user_id: '', ...held, status }));
      return before;
    },
    onError: (_error, _status, before) => queries.setQueryData(key, before),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}
