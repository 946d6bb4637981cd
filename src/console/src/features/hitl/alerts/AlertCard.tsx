import { useState } from 'react';
import { usePermission } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { wordOf } from '@/shared/i18n/vocabulary';
import type { HitlAlert } from '@/shared/records/hitl';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Card } from '@/shared/ui/Card';
import { AlertContext } from './AlertContext';
import { dismiss } from './alertStore';
import { AnswerForm } from './AnswerForm';
import { Countdown } from './Countdown';
import { QuestionAudio } from './QuestionAudio';
import type { Draft } from './useAnswer';

export function AlertCard({ alert }: { alert: HitlAlert }) {
  const t = useText();
  const mayAnswer = usePermission('hitl:feedback');
  const [draft, setDraft] = useState<Draft>({ question: alert.question, answer: '', save: true });
  const open = alert.status === 'open';
  return (
    <Card data-testid="alert-card" data-alert-id={alert.alert_id} data-status={alert.status} urgent={open}>
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
        <h2 className="font-semibold">{t('hitl.from', { caller: alert.caller })}</h2>
        <Badge tone="violet">{wordOf(t, 'reason', alert.reason)}</Badge>
        {alert.urgency === 'high' && <Badge tone="red">{t('hitl.urgent')}</Badge>}
        <span className="ml-auto">
          {open ? <Countdown alert={alert} /> : <Button kind="quiet" data-testid="alert-dismiss" onClick={() => dismiss(alert.alert_id)}>{t('hitl.dismiss')}</Button>}
        </span>
      </header>
      <div className="grid gap-6 p-4 lg:grid-cols-2">
        <div className="grid content-start gap-4">
          <QuestionAudio alertId={alert.alert_id} />
          {mayAnswer && <AnswerForm alert={alert} draft={draft} onDraft={(change) => setDraft((held) => ({ ...held, ...change }))} />}
        </div>
        <AlertContext alert={alert} onUse={(answer) => setDraft((held) => ({ ...held, answer }))} />
      </div>
    </Card>
  );
}
