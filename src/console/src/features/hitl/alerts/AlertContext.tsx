import { useText } from '@/shared/i18n/language';
import type { HitlAlert, RetrievedItem } from '@/shared/records/hitl';
import { Bubble } from '@/shared/ui/Bubble';
import { Confidence } from '@/shared/ui/Confidence';

/** What helps to answer: the nearest knowledge, and what was said before. */
export function AlertContext({ alert, onUse }: { alert: HitlAlert; onUse: (answer: string) => void }) {
  const t = useText();
  const turns = alert.last_turns ?? [];
  const retrieved = alert.retrieved ?? [];
  return (
    <div className="grid content-start gap-5">
      {alert.ai_answer && (
        <section className="grid gap-2">
          <h3 className="text-sm font-semibold text-soft">{t('hitl.aiAnswer')}</h3>
          <Offer item={{ item_id: 'agent', question: alert.question, answer: alert.ai_answer, score: alert.confidence }} onUse={onUse} />
        </section>
      )}
      <section className="grid gap-2">
        <h3 className="text-sm font-semibold text-soft">{t('hitl.retrieved')}</h3>
        {retrieved.length === 0 && <p className="text-sm text-soft">{t('hitl.nothingRetrieved')}</p>}
        <ul className="grid gap-2">{retrieved.map((item) => <li key={item.item_id}><Offer item={item} onUse={onUse} /></li>)}</ul>
      </section>
      {turns.length > 0 && (
        <section className="grid gap-2">
          <h3 className="text-sm font-semibold text-soft">{t('hitl.lastTurns')}</h3>
          {turns.map((turn) => <Bubble key={`${turn.speaker}${turn.start_ms}`} speaker={turn.speaker} name={t(`speaker.${turn.speaker}`)}>{turn.text}</Bubble>)}
        </section>
      )}
    </div>
  );
}

function Offer({ item, onUse }: { item: RetrievedItem; onUse: (answer: string) => void }) {
  const t = useText();
  return (
    <button type="button" title={t('hitl.useAnswer')} onClick={() => onUse(item.answer)} className="grid w-full gap-1 rounded-lg border border-line p-3 text-left hover:border-accent">
      <span className="flex items-start justify-between gap-3">
        <span className="text-sm font-medium">{item.question}</span>
        <Confidence value={item.score} />
      </span>
      <span className="line-clamp-3 text-sm text-soft">{item.answer}</span>
      <span className="text-xs font-medium text-accent">{t('hitl.useAnswer')}</span>
    </button>
  );
}
