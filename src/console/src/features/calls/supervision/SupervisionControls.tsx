import { useState } from 'react';
import { useSession } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { supervisionModes, supervisionSides, type Supervision, type SupervisionSide } from '@/shared/records/supervision';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Select, TextField } from '@/shared/ui/Field';
import { Notice } from '@/shared/ui/Notice';
import type { LiveCall } from '../live/liveCall';
import { refusalText } from './supervision';
import { useSupervision } from './useSupervision';

/** Listen in on a call, whisper to one side, or join it: the operator's own phone rings. */
export function SupervisionControls({ call }: { call: LiveCall }) {
  const t = useText();
  const [extension, setExtension] = useState(useSession((session) => session.user?.extension) ?? '');
  const [side, setSide] = useState<SupervisionSide>('callee');
  const { own, others, wish, end, busy, error } = useSupervision(call);
  return (
    <section aria-label={t('supervision.title')} className="grid gap-2 border-b border-line px-4 py-3">
      <div className="flex flex-wrap items-end gap-2">
        {!own && <div className="w-28"><TextField label={t('supervision.extension')} data-testid="supervision-extension" inputMode="tel" value={extension} onChange={(e) => setExtension(e.target.value.trim())} /></div>}
        {own && <Seat supervision={own} />}
        {supervisionModes.map((mode) => (
          <Button
            key={mode}
            data-testid={`supervision-${mode}`}
            aria-pressed={own ? own.mode === mode : undefined}
            kind={own?.mode === mode ? 'primary' : 'plain'}
            disabled={busy || (!own && !extension)}
            onClick={() => wish({ extension, mode, side })}
          >
            {t(`supervision.${mode}`)}
          </Button>
        ))}
        <div className="w-36">
          <Select label={t('supervision.side')} data-testid="supervision-side" value={side} onChange={(e) => setSide(e.target.value as SupervisionSide)}>
            {supervisionSides.map((choice) => <option key={choice} value={choice}>{t(`supervision.to_${choice}`)}</option>)}
          </Select>
        </div>
        {own && <Button kind="danger" data-testid="supervision-end" disabled={busy} onClick={() => end(own.supervision_id)}>{t('supervision.end')}</Button>}
      </div>
      {own?.status === 'active' && <p className="text-xs text-soft">{t('supervision.keys')}</p>}
      {others.map((one) => <Seat key={one.supervision_id} supervision={one} />)}
      {error && <Notice tone="red" testId="supervision-problem">{refusalText(t, error)}</Notice>}
    </section>
  );
}

function Seat({ supervision }: { supervision: Supervision }) {
  const t = useText();
  const { by, extension, mode, status } = supervision;
  return (
    <p className="flex min-h-9 items-center gap-2 text-sm" data-testid="supervision-seat">
      <Badge tone={status === 'active' ? 'accent' : 'amber'}>{status === 'active' ? t(`supervision.${mode}`) : t('supervision.ringing')}</Badge>
      <span className="text-soft">{t('supervision.who', { by, extension })}</span>
    </p>
  );
}
