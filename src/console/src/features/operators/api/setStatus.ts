import { put } from '@/shared/api/client';
import type { OperatorPresence, OperatorStatus } from '@/shared/records/operator';

export const setStatus = (status: OperatorStatus): Promise<OperatorPresence> => put<OperatorPresence>('operator/status', { status });
