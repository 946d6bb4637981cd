import { duration } from '@/shared/format/format';
import { useNow } from '@/shared/format/useNow';
import type { LiveCall } from './liveCall';

/** Time since the answer, or since the call began while it rings. */
export function CallTimer({ call }: { call: LiveCall }) {
  const now = useNow();
  const from = call.answeredAt ?? call.startedAt;
  if (!from) return null;
  const until = call.endedAt ? Date.parse(call.endedAt) : now;
  return <time className="text-sm text-soft tabular-nums">{duration(until - Date.parse(from))}</time>;
}
