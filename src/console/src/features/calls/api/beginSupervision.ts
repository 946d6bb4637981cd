import { post } from '@/shared/api/client';
import type { Supervision, SupervisionMode, SupervisionSide } from '@/shared/records/supervision';
import { supervisionsPath } from './supervisions';

/** Rings the extension; who answers there is in the call. */
export const beginSupervision = (callId: string, wish: { extension: string; mode: SupervisionMode; whisper_to: SupervisionSide }): Promise<Supervision> =>
  post<Supervision>(supervisionsPath(callId), wish);
