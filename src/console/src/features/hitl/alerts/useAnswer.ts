import { useMutation } from '@tanstack/react-query';
import type { HitlAlert } from '@/shared/records/hitl';
import { giveFeedback } from '../api/giveFeedback';
import { respond } from '../api/respond';
import { ended } from './alerts';
import { useAlerts } from './alertStore';
import { fateOf, statusAfter, type Fate } from './answer';

export interface Draft {
  question: string;
  answer: string;
  save: boolean;
}

/** Sends an answer to the caller, or, when the caller is gone, to the knowledge base. */
export function useAnswer(alert: HitlAlert) {
  const settle = (fate: Fate) => {
    const status = statusAfter[fate];
    if (status) useAlerts.setState(({ alerts }) => ({ alerts: ended(alerts, alert.alert_id, status) }));
  };
  const send = useMutation({
    mutationFn: ({ question, answer, save }: Draft) =>
      respond({ alert_id: alert.alert_id, question: question.trim(), answer: answer.trim(), save_to_knowledge: save }),
    onSuccess: () => settle('sent'),
    onError: (error) => settle(fateOf(error)),
  });
  const keep = useMutation({
    mutationFn: ({ question, answer }: Draft) =>
      giveFeedback({ alert_id: alert.alert_id, question: question.trim(), answer: answer.trim(), save_to_knowledge: true }),
  });
  const last = keep.isIdle ? send : keep;
  const fate: Fate | undefined = keep.isSuccess ? 'saved' : last.error ? fateOf(last.error) : send.isSuccess ? 'sent' : undefined;
  return { send: send.mutate, keep: keep.mutate, sending: send.isPending || keep.isPending, fate, error: last.error };
}
