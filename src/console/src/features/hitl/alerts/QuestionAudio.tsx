import { useQuery } from '@tanstack/react-query';
import { blobUrl } from '@/shared/api/blob';
import { useText } from '@/shared/i18n/language';
import { getAudio } from '../api/getAudio';

/** The question in the caller's own voice. */
export function QuestionAudio({ alertId }: { alertId: string }) {
  const t = useText();
  const { data, isError } = useQuery({ queryKey: ['hitl', 'audio', alertId], queryFn: () => getAudio(alertId), staleTime: 60_000 });
  if (isError) return <p className="text-sm text-soft">{t('hitl.noAudio')}</p>;
  return <audio controls preload="auto" data-testid="alert-audio" aria-label={t('hitl.listen')} src={data && blobUrl(data.url)} className="h-10 w-full" />;
}
