import { count, duration, money } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { UsageRow } from '@/shared/records/call';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Loaded } from '@/shared/ui/Loaded';
import { useUsage } from './history';

export function UsageTable({ callId }: { callId: string }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const quantity = (row: UsageRow) => (row.meter.endsWith('_ms') ? duration(row.quantity) : count(row.quantity, language));
  return (
    <Card className="p-4">
      <CardTitle>{t('history.usage')}</CardTitle>
      <Loaded request={useUsage(callId)}>{(usage) => (!usage || usage.items.length === 0 ? <p className="mt-2 text-sm text-soft">{t('history.noUsage')}</p> : (
        <table className="mt-2 w-full text-sm [&_td]:py-1">
          <tbody>
            {usage.items.map((row) => (
              <tr key={row.meter}>
                <td className="text-soft">{wordOf(t, 'meter', row.meter)}</td>
                <td className="text-right tabular-nums">{quantity(row)}</td>
                <td className="pl-3 text-right tabular-nums">{money(row.cost_micros, row.currency, language)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-line font-medium">
              <td>{t('history.total')}</td>
              <td className="text-right tabular-nums">{duration(usage.total_ms)}</td>
              <td className="pl-3 text-right tabular-nums">{money(usage.cost_micros, usage.currency ?? 'USD', language)}</td>
            </tr>
          </tfoot>
        </table>
      ))}</Loaded>
    </Card>
  );
}
