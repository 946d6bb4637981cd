import { get } from '@/shared/api/client';
import type { CallRecord } from '@/shared/records/call';

export const getCall = (callId: string): Promise<CallRecord> => get<CallRecord>(`calls/${encodeURIComponent(callId)}`);
