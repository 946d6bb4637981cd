import { get } from '@/shared/api/client';
import type { UnresolvedRequest, UnresolvedStatus } from '@/shared/records/hitl';
import type { Page } from '@/shared/records/page';

export const listUnresolved = (status?: UnresolvedStatus): Promise<Page<UnresolvedRequest>> =>
  get<Page<UnresolvedRequest>>('hitl/unresolved', { status });
