import { post } from '@/shared/api/client';

export interface Response {
  alert_id: string;
  answer: string;
  /** The question as the operator corrected it. */
  question: string;
  save_to_knowledge: boolean;
}

/** 202 when the call took the answer; 409 when it is taken, closed or too late; 504 when the call did not confirm. */
export const respond = (response: Response): Promise<unknown> => post('hitl/response', response);
