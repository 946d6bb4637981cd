import { post } from '@/shared/api/client';

export const heartbeat = (): Promise<unknown> => post('operator/heartbeat', {});
