import { useText } from '@/shared/i18n/language';
import { Page } from '@/shared/ui/Page';
import { CallDetail } from './CallDetail';
import { HistoryList } from './HistoryList';

export default function HistoryPage({ callId }: { callId?: string }) {
  const t = useText();
  if (callId) return <CallDetail key={callId} callId={callId} />;
  return <Page title={t('history.title')}><HistoryList /></Page>;
}
