import { get } from '@/shared/api/client';

export const getAudio = (alertId: string): Promise<{ url: string }> => get<{ url: string }>(`hitl/alerts/${encodeURIComponent(alertId)}/audio`);
