import { useState, type FormEvent } from 'react';
import { usePermission } from '@/shared/api/session';
import { dateTime } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { UnresolvedRequest, UnresolvedStatus } from '@/shared/records/hitl';
import { Link } from '@/shared/routing/Link';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Card } from '@/shared/ui/Card';
import { Select, TextField } from '@/shared/ui/Field';
import { Notice } from '@/shared/ui/Notice';
import { statuses, tones } from './status';
import { useUpdateUnresolved } from './unresolved';

export function UnresolvedItem({ request }: { request: UnresolvedRequest }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const mayChange = usePermission('hitl:feedback');
  const number = request.callback_number ?? request.caller;
  return (
    <Card data-testid="unresolved-item" data-status={request.status} className="grid gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[request.status]}>{t(`unresolved.${request.status}`)}</Badge>
        <Badge>{wordOf(t, 'reason', request.reason)}</Badge>
        <time className="text-xs text-soft">{dateTime(request.created_at, language)}</time>
        <span className="ml-auto flex gap-4 text-sm font-medium text-accent">
          <a href={`tel:${number}`} className="underline">{t('unresolved.call', { number })}</a>
          <Link to={{ page: 'history', callId: request.call_id }} className="underline">{t('live.openHistory')}</Link>
        </span>
      </div>
      <p className="font-medium">{request.question}</p>
      {mayChange ? <FollowUp request={request} /> : request.note && <p className="text-sm text-soft">{request.note}</p>}
    </Card>
  );
}

function FollowUp({ request }: { request: UnresolvedRequest }) {
  const t = useText();
  const [status, setStatus] = useState<UnresolvedStatus>(request.status);
  const [note, setNote] = useState(request.note ?? '');
  const [followUp, setFollowUp] = useState(request.follow_up ?? true);
  const update = useUpdateUnresolved(request.request_id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ status, note: note.trim(), follow_up: followUp });
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-3 md:grid-cols-[10rem_1fr_auto_auto]">
      <Select label={t('unresolved.status')} value={status} onChange={(e) => setStatus(e.target.value as UnresolvedStatus)}>
        {statuses.map((choice) => <option key={choice} value={choice}>{t(`unresolved.${choice}`)}</option>)}
      </Select>
      <TextField label={t('unresolved.note')} value={note} onChange={(e) => setNote(e.target.value)} />
      <label className="flex min-h-10 items-center gap-2 text-sm">
        <input type="checkbox" className="size-4 accent-accent" checked={followUp} onChange={(e) => setFollowUp(e.target.checked)} />
        {t('unresolved.followUp')}
      </label>
      <Button type="submit" className="min-h-10" disabled={update.isPending}>{t('app.save')}</Button>
      <div className="md:col-span-4">
        {update.isSuccess && <Notice tone="green">{t('unresolved.saved')}</Notice>}
        {update.error && <Notice tone="red">{problemText(t, update.error)}</Notice>}
      </div>
    </form>
  );
}
