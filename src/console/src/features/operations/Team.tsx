import { useQuery } from '@tanstack/react-query';
import { useText } from '@/shared/i18n/language';
import type { OperatorStatus } from '@/shared/records/operator';
import { Badge, type Tone } from '@/shared/ui/Badge';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { listOperators } from './api/listOperators';

const tones: Record<OperatorStatus, Tone> = { available: 'green', away: 'amber', busy: 'red', offline: 'neutral' };

export function Team() {
  const t = useText();
  const request = useQuery({ queryKey: ['operations', 'operators'], queryFn: listOperators, refetchInterval: 10_000 });
  return (
    <Card className="p-4">
      <CardTitle>{t('operations.team')}</CardTitle>
      <Loaded request={request}>{({ items }) => (items.length === 0 ? <Empty title={t('operations.noTeam')} /> : (
        <ul className="mt-2 divide-y divide-line text-sm">
          {items.map((operator) => (
            <li key={operator.user_id} className="flex items-center gap-3 py-2">
              <span className="font-medium">{operator.display_name || operator.user_id}</span>
              <StatusBadge status={operator.effective_status ?? operator.status} />
              {operator.claimed_alert && <span className="text-soft">{t('operations.answering')}</span>}
            </li>
          ))}
        </ul>
      ))}</Loaded>
    </Card>
  );
}

function StatusBadge({ status }: { status: OperatorStatus }) {
  const t = useText();
  return <Badge tone={tones[status]}>{t(`operator.${status}`)}</Badge>;
}
