import { get } from '@/shared/api/client';
import type { CallRecord } from '@/shared/records/call';
import type { Page } from '@/shared/records/page';

export interface CallFilter {
  live?: boolean;
  cursor?: string;
  limit?: number;
  /** ISO 8601. */
  date_from?: string;
  date_to?: string;
}

export const listCalls = (filter: CallFilter): Promise<Page<CallRecord>> => get<Page<CallRecord>>('calls', { ...filter });
