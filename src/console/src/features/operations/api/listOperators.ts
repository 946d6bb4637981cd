import { get } from '@/shared/api/client';
import type { OperatorPresence } from '@/shared/records/operator';
import type { Page } from '@/shared/records/page';

export const listOperators = (): Promise<Page<OperatorPresence>> => get<Page<OperatorPresence>>('operators');
