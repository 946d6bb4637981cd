import { useText } from '@/shared/i18n/language';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { CallRecord } from '@/shared/records/call';

export function Outcome({ record }: { record: CallRecord }) {
  const t = useText();
  return <>{wordOf(t, 'outcome', record.outcome ?? 'live')}</>;
}
