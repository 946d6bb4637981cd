import type { UnresolvedStatus } from '@/shared/records/hitl';
import type { Tone } from '@/shared/ui/Badge';

export const statuses: readonly UnresolvedStatus[] = ['unresolved', 'noted', 'contacted', 'resolved'];
export const tones: Record<UnresolvedStatus, Tone> = { unresolved: 'amber', noted: 'violet', contacted: 'accent', resolved: 'green' };
