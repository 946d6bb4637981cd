import { useQuery } from '@tanstack/react-query';
import { dateTime } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import { Badge } from '@/shared/ui/Badge';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { listDeliveries } from './api/listDeliveries';

export function Deliveries() {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const request = useQuery({ queryKey: ['operations', 'deliveries'], queryFn: listDeliveries, refetchInterval: 15_000 });
  return (
    <Card className="p-4">
      <CardTitle>{t('operations.webhooks')}</CardTitle>
      <Loaded request={request}>{({ items }) => (items.length === 0
        ? <Empty title={t('operations.noWebhooks')} hint={t('operations.noWebhooksHint')} />
        : (
          <ul className="mt-2 divide-y divide-line text-sm">
            {items.map((delivery) => (
              <li key={delivery.delivery_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
                <code>{delivery.event_type}</code>
                <Badge tone={delivery.status === 'delivered' ? 'green' : 'amber'}>{t(`operations.${delivery.status}`)} {delivery.last_status}</Badge>
                <Badge>{t('operations.attempts', { n: delivery.attempts })}</Badge>
                <time className="ml-auto text-xs text-soft">{dateTime(delivery.last_attempt_at, language)}</time>
                {delivery.last_error && <span className="w-full break-words text-soft">{delivery.last_error}</span>}
              </li>
            ))}
          </ul>
        ))}</Loaded>
    </Card>
  );
}
