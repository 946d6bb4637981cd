import { dateTime, duration, money } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import type { CallRecord } from '@/shared/records/call';
import { Link } from '@/shared/routing/Link';
import { navigate } from '@/shared/routing/route';
import { KindBadge } from './KindBadge';
import { Outcome } from './Outcome';

/** A table for wide screens; on a phone the lesser columns go. */
export function HistoryTable({ records }: { records: CallRecord[] }) {
  const t = useText();
  const lesser = 'hidden md:table-cell';
  return (
    <table className="w-full text-left text-sm">
      <thead className="border-b border-line text-xs text-soft">
        <tr className="[&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
          <th scope="col">{t('history.caller')}</th>
          <th scope="col" className={lesser}>{t('history.callee')}</th>
          <th scope="col">{t('history.kind')}</th>
          <th scope="col" className={lesser}>{t('history.started')}</th>
          <th scope="col" className="text-right">{t('history.duration')}</th>
          <th scope="col" className={lesser}>{t('history.outcome')}</th>
          <th scope="col" className={`text-right ${lesser}`}>{t('history.cost')}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">{records.map((record) => <Row key={record.call_id} record={record} lesser={lesser} />)}</tbody>
    </table>
  );
}

function Row({ record, lesser }: { record: CallRecord; lesser: string }) {
  const language = useLanguage((state) => state.language);
  const route = { page: 'history', callId: record.call_id } as const;
  return (
    <tr data-testid="history-row" data-call-id={record.call_id} onClick={() => navigate(route)} className="cursor-pointer hover:bg-sunken/60 [&>td]:px-4 [&>td]:py-3">
      <td>
        <Link to={route} className="font-medium text-accent hover:underline">{record.caller}</Link>
        <span className="block text-xs text-soft md:hidden">{dateTime(record.started_at, language)}</span>
      </td>
      <td className={lesser}>{record.callee}</td>
      <td><KindBadge record={record} /></td>
      <td className={lesser}>{dateTime(record.started_at, language)}</td>
      <td className="text-right tabular-nums">{duration(record.duration_ms)}</td>
      <td className={lesser}><Outcome record={record} /></td>
      <td className={`text-right tabular-nums ${lesser}`}>{record.cost_micros === undefined ? '–' : money(record.cost_micros, record.currency ?? 'USD', language)}</td>
    </tr>
  );
}
