import { percent } from '@/shared/format/format';
import { useText } from '@/shared/i18n/language';

/** From here the agent answers by itself (AI-8). */
const answeringLine = 0.6;

export function Confidence({ value }: { value: number }) {
  const t = useText();
  const sure = value >= answeringLine;
  return (
    <span role="img" className="inline-flex items-center gap-2 text-xs tabular-nums" aria-label={`${t('app.confidence')} ${percent(value)}`}>
      <span className="relative h-1.5 w-16 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        <span className={`absolute inset-y-0 left-0 rounded-full ${sure ? 'bg-green' : 'bg-amber'}`} style={{ width: percent(Math.min(1, value)) }} />
      </span>
      <span className={sure ? 'text-green' : 'text-amber'} aria-hidden="true">{percent(value)}</span>
    </span>
  );
}
