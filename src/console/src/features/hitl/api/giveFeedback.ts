import { post } from '@/shared/api/client';

export interface Feedback {
  alert_id: string;
  question: string;
  answer: string;
  save_to_knowledge: boolean;
}

/** Teaches after the fact: the caller is gone, the next one is not. */
export const giveFeedback = (feedback: Feedback): Promise<unknown> => post('hitl/feedback', feedback);
