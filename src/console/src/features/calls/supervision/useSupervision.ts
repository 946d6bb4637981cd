import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '@/shared/api/session';
import type { SupervisionMode, SupervisionSide } from '@/shared/records/supervision';
import { beginSupervision } from '../api/beginSupervision';
import { changeSupervision } from '../api/changeSupervision';
import { endSupervision } from '../api/endSupervision';
import { listSupervisions } from '../api/listSupervisions';
import type { LiveCall } from '../live/liveCall';
import { present } from './supervision';

export interface Wish {
  extension: string;
  mode: SupervisionMode;
  side: SupervisionSide;
}

/** Who supervises the call, read anew with each event of it, and the ways to begin, to change and to end. */
export function useSupervision(call: LiveCall) {
  const user = useSession((session) => session.user?.user_id);
  const queries = useQueryClient();
  const all = ['supervisions', call.callId];
  const { data } = useQuery({
    queryKey: [...all, call.supervised?.sequence ?? 0],
    queryFn: () => listSupervisions(call.callId),
    placeholderData: keepPreviousData,
  });
  const { own, others } = present(data?.items ?? [], user);
  const onSettled = () => queries.invalidateQueries({ queryKey: all });
  const wish = useMutation({
    mutationFn: ({ extension, mode, side }: Wish) => own
      ? changeSupervision(call.callId, own.supervision_id, { mode, whisper_to: side })
      : beginSupervision(call.callId, { extension, mode, whisper_to: side }),
    onSettled,
  });
  const end = useMutation({ mutationFn: (id: string) => endSupervision(call.callId, id), onSettled });
  return { own, others, wish: wish.mutate, end: end.mutate, busy: wish.isPending || end.isPending, error: wish.error ?? end.error };
}
