import { post } from '@/shared/api/client';

export type Judgement = 'approve' | 'reject';

export const judgeItem = (itemId: string, judgement: Judgement): Promise<unknown> => post(`knowledge/${encodeURIComponent(itemId)}/${judgement}`, {});
