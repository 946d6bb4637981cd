import { remove } from '@/shared/api/client';
import { supervisionPath } from './supervisions';

export const endSupervision = (callId: string, id: string): Promise<void> => remove(supervisionPath(callId, id));
