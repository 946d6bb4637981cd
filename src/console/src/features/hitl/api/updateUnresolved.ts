import { put } from '@/shared/api/client';
import type { UnresolvedRequest, UnresolvedStatus } from '@/shared/records/hitl';

export interface UnresolvedChange {
  status: UnresolvedStatus;
  note: string;
  follow_up: boolean;
}

export const updateUnresolved = (requestId: string, change: UnresolvedChange): Promise<UnresolvedRequest> =>
  put<UnresolvedRequest>(`hitl/unresolved/${encodeURIComponent(requestId)}`, change);
