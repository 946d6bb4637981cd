import { get } from '@/shared/api/client';
import type { RecordingLinks } from '@/shared/records/call';

export const getRecording = (callId: string): Promise<RecordingLinks> => get<RecordingLinks>(`calls/${encodeURIComponent(callId)}/recording`);
