import { useState, type FormEvent } from 'react';
import { useText } from '@/shared/i18n/language';
import type { TextKey } from '@/shared/i18n/en';
import type { HitlAlert } from '@/shared/records/hitl';
import { maxAnswerCharacters, maxQuestionCharacters, minQuestionCharacters } from '@/shared/records/knowledge';
import { Button } from '@/shared/ui/Button';
import { TextArea } from '@/shared/ui/Field';
import { AnswerResult } from './AnswerResult';
import { objection } from './answer';
import { useAnswer, type Draft } from './useAnswer';

interface Props {
  alert: HitlAlert;
  draft: Draft;
  onDraft: (change: Partial<Draft>) => void;
}

export function AnswerForm({ alert, draft, onDraft }: Props) {
  const t = useText();
  const [wrong, setWrong] = useState<TextKey>();
  const answering = useAnswer(alert);
  const open = alert.status === 'open';
  const settled = answering.fate === 'saved' || alert.status === 'delivered' || alert.status === 'answered';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = objection(draft.question, draft.answer, open);
    setWrong(found);
    if (found) return;
    if (open) answering.send(draft);
    else answering.keep(draft);
  };
  return (
    <form onSubmit={submit} className="grid content-start gap-4">
      <TextArea label={t('hitl.question')} data-testid="alert-question" rows={2} maxLength={maxQuestionCharacters} disabled={settled} value={draft.question} onChange={(e) => onDraft({ question: e.target.value })} />
      <TextArea label={t('hitl.answer')} data-testid="alert-answer" rows={4} maxLength={maxAnswerCharacters} disabled={settled} hint={t('hitl.guide')} error={wrong && t(wrong, { min: minQuestionCharacters })} value={draft.answer} onChange={(e) => onDraft({ answer: e.target.value })} />
      <AnswerResult alert={alert} fate={answering.fate} error={answering.error} sending={answering.sending} />
      {!settled && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <label className="flex min-h-9 items-center gap-2 text-sm">
            <input type="checkbox" data-testid="alert-save" className="size-4 accent-accent" checked={draft.save || !open} disabled={!open} onChange={(e) => onDraft({ save: e.target.checked })} />
            {t('hitl.saveToKnowledge')}
          </label>
          <Button type="submit" kind="primary" data-testid="alert-submit" disabled={answering.sending}>
            {answering.sending ? t('hitl.submitting') : t(open ? 'hitl.submit' : 'hitl.saveOnly')}
          </Button>
        </div>
      )}
    </form>
  );
}
