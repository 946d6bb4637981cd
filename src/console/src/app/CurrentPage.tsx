import { lazy, Suspense, useEffect } from 'react';
import { useText } from '@/shared/i18n/language';
import { useRoute } from '@/shared/routing/route';
import { PageGuard } from './PageGuard';

const load = {
  live: () => import('@/features/calls/live/LivePage'),
  hitl: () => import('@/features/hitl/HitlPage'),
  history: () => import('@/features/calls/history/HistoryPage'),
  knowledge: () => import('@/features/knowledge/KnowledgePage'),
  operations: () => import('@/features/operations/OperationsPage'),
};

const LivePage = lazy(load.live);
const HitlPage = lazy(load.hitl);
const HistoryPage = lazy(load.history);
const KnowledgePage = lazy(load.knowledge);
const OperationsPage = lazy(load.operations);

/** The page of the address. The others are fetched behind it, so that turning to one works while the server is away, too. */
export function CurrentPage({ waiting }: { waiting: number }) {
  const t = useText();
  const route = useRoute();
  useEffect(() => {
    for (const one of Object.values(load)) void one().catch(() => undefined);
  }, []);
  return (
    <PageGuard key={route.page} text={t('app.crashed')} reload={t('app.reload')}>
      <Suspense fallback={<p role="status" className="p-6 text-sm text-soft">{t('app.loading')}</p>}>{pageOf()}</Suspense>
    </PageGuard>
  );

  function pageOf() {
    switch (route.page) {
      case 'live': return <LivePage callId={route.callId} waiting={waiting} />;
      case 'hitl': return <HitlPage />;
      case 'history': return <HistoryPage callId={route.callId} />;
      case 'knowledge': return <KnowledgePage />;
      case 'operations': return <OperationsPage />;
    }
  }
}
