import type { ReactNode } from 'react';
import { dateTime, duration, timeOfDay } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import type { CallRecord } from '@/shared/records/call';
import { Outcome } from './Outcome';

/** The call detail record in words. */
export function CallFacts({ record }: { record: CallRecord }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const cdr = record.cdr;
  return (
    <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
      <Fact name={t('history.started')}>{dateTime(record.started_at, language)}</Fact>
      {record.answered_at && <Fact name={t('history.answered')}>{timeOfDay(record.answered_at, language)}</Fact>}
      {record.ended_at && <Fact name={t('history.ended')}>{timeOfDay(record.ended_at, language)}</Fact>}
      <Fact name={t('history.duration')}>{duration(record.duration_ms)}</Fact>
      <Fact name={t('history.outcome')}><Outcome record={record} /></Fact>
      {cdr?.segments?.map((segment) => (
        <Fact key={segment.start_ms} name={t(`live.${segment.kind}`)}>{`${duration(segment.start_ms)} – ${duration(segment.end_ms)}`}</Fact>
      ))}
      {record.supervisions?.map((one) => (
        <Fact key={one.supervision_id} name={t('supervision.title')}>
          {`${t('supervision.who', { by: one.by, extension: one.extension })}: ${one.changes?.map(({ at, mode }) => `${timeOfDay(at, language)} ${t(`supervision.${mode}`)}`).join(', ') ?? ''}`}
        </Fact>
      ))}
      {cdr && <Fact name={t('history.sipStatus')}>{cdr.sip_status}</Fact>}
      {cdr && <Fact name={t('history.cause')}>{cdr.q850_cause}</Fact>}
      {cdr?.codec && <Fact name={t('history.codec')}>{cdr.codec}</Fact>}
      <Fact name={t('history.callId')}><code className="text-xs break-all">{record.call_id}</code></Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-right">{children}</dd>
    </>
  );
}
