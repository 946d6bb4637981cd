import { get } from '@/shared/api/client';
import type { OperatorPresence } from '@/shared/records/operator';

export const getStatus = (): Promise<OperatorPresence> => get<OperatorPresence>('operator/status');
