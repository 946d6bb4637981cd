import { get } from '@/shared/api/client';
import type { Page } from '@/shared/records/page';
import type { Supervision } from '@/shared/records/supervision';
import { supervisionsPath } from './supervisions';

export const listSupervisions = (callId: string): Promise<Page<Supervision>> => get<Page<Supervision>>(supervisionsPath(callId));
