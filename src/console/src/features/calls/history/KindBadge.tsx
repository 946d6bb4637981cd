import { useText } from '@/shared/i18n/language';
import type { CallRecord } from '@/shared/records/call';
import { Badge } from '@/shared/ui/Badge';

export function KindBadge({ record }: { record: CallRecord }) {
  const t = useText();
  return record.ai_handled ? <Badge tone="violet">{t('history.ai')}</Badge> : <Badge tone="accent">{t('history.bridged')}</Badge>;
}
