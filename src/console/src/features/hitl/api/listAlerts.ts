import { get } from '@/shared/api/client';
import type { AlertStatus, HitlAlert } from '@/shared/records/hitl';
import type { Page } from '@/shared/records/page';

export const listAlerts = (status: AlertStatus): Promise<Page<HitlAlert>> => get<Page<HitlAlert>>('hitl/alerts', { status });
