import { get } from '@/shared/api/client';
import type { Page } from '@/shared/records/page';

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  delivery_id: string;
  event_type: string;
  endpoint_id: string;
  subject: string;
  status: 'failed' | 'delivered';
  attempts: number;
  /** HTTP status of the last attempt; absent when there was no answer. */
  last_status?: number;
  last_error?: string;
  last_attempt_at: string;
}

export const listDeliveries = (): Promise<Page<WebhookDelivery>> => get<Page<WebhookDelivery>>('webhooks/deliveries');
