import { useEffect } from 'react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { isOneOf, onEvent } from '@/shared/realtime/events';
import { isProblem } from '@/shared/api/problem';
import { getCall } from '../api/getCall';
import { getRecording } from '../api/getRecording';
import { getTranscript } from '../api/getTranscript';
import { getUsage } from '../api/getUsage';
import { listCalls } from '../api/listCalls';
import { datesOf, type HistoryFilter } from './filter';

const pageSize = 50;

/** What comes after a call comes by events; each is a reason to look again. */
function useRefresh(): void {
  const queries = useQueryClient();
  useEffect(() => onEvent((event) => {
    if (isOneOf(event, 'call.ended', 'call.failed', 'call.recording_saved', 'transcript.generated', 'usage.metered')) {
      void queries.invalidateQueries({ queryKey: ['calls', 'history'] });
      void queries.invalidateQueries({ queryKey: ['calls', 'one', event.subject] });
    }
  }), [queries]);
}

export function useHistory(filter: HistoryFilter) {
  useRefresh();
  const dates = datesOf(filter);
  return useInfiniteQuery({
    queryKey: ['calls', 'history', dates],
    queryFn: ({ pageParam }) => listCalls({ ...dates, cursor: pageParam, limit: pageSize }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** A part of a call that may not exist yet: 404 is "not yet", not an error. */
function usePart<T>(callId: string, part: string, read: (callId: string) => Promise<T>) {
  return useQuery({
    queryKey: ['calls', 'one', callId, part],
    queryFn: () => read(callId).catch((error: unknown) => {
      if (isProblem(error, 404)) return null;
      throw error;
    }),
  });
}

export function useCall(callId: string) {
  useRefresh();
  return useQuery({ queryKey: ['calls', 'one', callId, 'record'], queryFn: () => getCall(callId) });
}

export const useTranscript = (callId: string) => usePart(callId, 'transcript', getTranscript);
export const useRecording = (callId: string) => usePart(callId, 'recording', getRecording);
export const useUsage = (callId: string) => usePart(callId, 'usage', getUsage);
