import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dateTime } from '@/shared/format/format';
import { useLanguage, useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { Badge } from '@/shared/ui/Badge';
import { Button } from '@/shared/ui/Button';
import { Card, CardTitle } from '@/shared/ui/Card';
import { Empty } from '@/shared/ui/Empty';
import { Loaded } from '@/shared/ui/Loaded';
import { listDeadLetters, type DeadLetter } from './api/listDeadLetters';
import { replayDeadLetter } from './api/replayDeadLetter';

const key = ['operations', 'dead-letters'];

export function DeadLetters() {
  const t = useText();
  const request = useQuery({ queryKey: key, queryFn: listDeadLetters });
  return (
    <Card className="p-4">
      <CardTitle>{t('operations.deadLetters')}</CardTitle>
      <p className="text-sm text-soft">{t('operations.deadLettersHint')}</p>
      <Loaded request={request}>{({ items }) => (items.length === 0
        ? <Empty title={t('operations.noDeadLetters')} hint={t('operations.noDeadLettersHint')} />
        : <ul className="mt-2 divide-y divide-line">{items.map((letter) => <Row key={letter.dead_letter_id} letter={letter} />)}</ul>)}</Loaded>
    </Card>
  );
}

function Row({ letter }: { letter: DeadLetter }) {
  const t = useText();
  const language = useLanguage((state) => state.language);
  const queries = useQueryClient();
  const replay = useMutation({ mutationFn: replayDeadLetter, onSuccess: () => queries.invalidateQueries({ queryKey: key }) });
  return (
    <li data-testid="dead-letter" className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium"><code>{letter.event.type}</code> → {letter.handler}<Badge tone="red">{t('operations.attempts', { n: letter.attempts })}</Badge></p>
        <p className="text-sm break-words text-soft">{letter.error}</p>
        <p className="text-xs text-soft">{dateTime(letter.failed_at, language)}</p>
        {replay.error && <p role="alert" className="text-sm text-red">{problemText(t, replay.error)}</p>}
      </div>
      <Button disabled={replay.isPending || replay.isSuccess} onClick={() => replay.mutate(letter.dead_letter_id)}>{t(replay.isSuccess ? 'operations.replayed' : 'operations.replay')}</Button>
    </li>
  );
}
