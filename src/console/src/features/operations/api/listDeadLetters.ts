import { get } from '@/shared/api/client';
import type { Page } from '@/shared/records/page';

/** An event that a handler could not apply within its tries. */
export interface DeadLetter {
  dead_letter_id: string;
  handler: string;
  attempts: number;
  error: string;
  failed_at: string;
  event: { type: string; subject: string };
}

export const listDeadLetters = (): Promise<Page<DeadLetter>> => get<Page<DeadLetter>>('dead-letters');
