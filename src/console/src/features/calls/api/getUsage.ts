import { get } from '@/shared/api/client';
import type { CallUsage } from '@/shared/records/call';

export const getUsage = (callId: string): Promise<CallUsage> => get<CallUsage>(`calls/${encodeURIComponent(callId)}/usage`);
