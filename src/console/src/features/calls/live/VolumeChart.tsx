import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useText } from '@/shared/i18n/language';
import { Card, CardTitle } from '@/shared/ui/Card';
import { listCalls } from '../api/listCalls';
import { hourly, type Hour } from './hourly';

const dayMs = 24 * 3_600_000;
const chartLimit = 100;
const width = 480;
const height = 88;

/** Calls per hour of the last day, from the newest calls of the history. */
export function VolumeChart() {
  const t = useText();
  const [now] = useState(() => Date.now());
  const { data } = useQuery({
    queryKey: ['calls', 'volume'],
    queryFn: () => listCalls({ limit: chartLimit, date_from: new Date(now - dayMs).toISOString() }),
    refetchInterval: 60_000,
  });
  const hours = hourly(data?.items ?? [], now);
  const most = Math.max(1, ...hours.map((hour) => hour.agent + hour.people));
  return (
    <Card className="p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <CardTitle>{t('live.volume')}</CardTitle>
        <p className="flex gap-3 text-xs text-soft">
          <span className="flex items-center gap-1"><i className="size-2.5 rounded-sm bg-violet" />{t('history.ai')}</span>
          <span className="flex items-center gap-1"><i className="size-2.5 rounded-sm bg-accent" />{t('history.bridged')}</span>
        </p>
      </div>
      <svg viewBox={`0 0 ${width} ${height}`} className="h-24 w-full" preserveAspectRatio="none" role="img" aria-label={t('live.volume')}>
        <path d={`M0 ${height - 0.5}H${width}`} className="stroke-line" />
        {hours.map((hour, place) => <Bar key={hour.startsAt} hour={hour} place={place} most={most} />)}
      </svg>
    </Card>
  );
}

function Bar({ hour, place, most }: { hour: Hour; place: number; most: number }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const x = place * (width / 24) + 2;
  const tall = (calls: number) => (calls / most) * (height - 8);
  const label = new Date(hour.startsAt).toLocaleTimeString(language, { hour: 'numeric' });
  return (
    <g>
      <title>{t('live.volumeHour', { hour: label, n: hour.agent + hour.people })}</title>
      <rect x={x} y={0} width={width / 24 - 4} height={height} className="fill-transparent" />
      <rect x={x} y={height - tall(hour.people)} width={width / 24 - 4} height={tall(hour.people)} className="fill-accent" />
      <rect x={x} y={height - tall(hour.people) - tall(hour.agent)} width={width / 24 - 4} height={tall(hour.agent)} className="fill-violet" />
    </g>
  );
}
