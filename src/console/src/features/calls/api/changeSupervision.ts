import { put } from '@/shared/api/client';
import type { Supervision, SupervisionMode, SupervisionSide } from '@/shared/records/supervision';
import { supervisionPath } from './supervisions';

export const changeSupervision = (callId: string, id: string, wish: { mode: SupervisionMode; whisper_to: SupervisionSide }): Promise<Supervision> =>
  put<Supervision>(supervisionPath(callId, id), wish);
