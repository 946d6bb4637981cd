import { post } from '@/shared/api/client';

export const replayDeadLetter = (deadLetterId: string): Promise<unknown> => post(`dead-letters/${encodeURIComponent(deadLetterId)}/replay`, {});
