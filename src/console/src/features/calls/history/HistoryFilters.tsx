import { useText } from '@/shared/i18n/language';
import { TextField } from '@/shared/ui/Field';
import { Tabs } from '@/shared/ui/Tabs';
import type { HistoryFilter } from './filter';

export function HistoryFilters({ filter, onChange }: { filter: HistoryFilter; onChange: (filter: HistoryFilter) => void }) {
  const t = useText();
  const kinds = (['all', 'ai', 'bridged'] as const).map((value) => ({ value, label: t(`history.${value}`) }));
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <Tabs label={t('history.kind')} choices={kinds} chosen={filter.kind} onChoose={(kind) => onChange({ ...filter, kind })} />
      <div className="flex gap-3">
        <TextField type="date" label={t('history.from')} value={filter.from} max={filter.until} onChange={(e) => onChange({ ...filter, from: e.target.value })} />
        <TextField type="date" label={t('history.until')} value={filter.until} min={filter.from} onChange={(e) => onChange({ ...filter, until: e.target.value })} />
      </div>
    </div>
  );
}
