import { get } from '@/shared/api/client';
import type { Transcript } from '@/shared/records/transcript';

export const getTranscript = (callId: string): Promise<Transcript> => get<Transcript>(`calls/${encodeURIComponent(callId)}/transcript`);
