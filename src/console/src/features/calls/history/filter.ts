import type { CallRecord } from '@/shared/records/call';
import type { CallFilter } from '../api/listCalls';

export type Kind = 'all' | 'ai' | 'bridged';

export interface HistoryFilter {
  kind: Kind;
  /** `yyyy-MM-dd` of the reader's own time zone; empty: no bound. */
  from: string;
  until: string;
}

export const noFilter: HistoryFilter = { kind: 'all', from: '', until: '' };

const nextDay = (day: string): string => {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date.toISOString();
};

/** The days as bounds for the server, whose end is exclusive: from the first moment of one to the first after the other. */
export function datesOf({ from, until }: HistoryFilter): Pick<CallFilter, 'date_from' | 'date_to'> {
  return {
    date_from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
    date_to: until ? nextDay(until) : undefined,
  };
}

/** The kind is not known to the server's list, so it is sifted here, page by page. */
export const fits = (record: CallRecord, kind: Kind): boolean => kind === 'all' || record.ai_handled === (kind === 'ai');
