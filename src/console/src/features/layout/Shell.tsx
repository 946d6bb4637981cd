import type { ReactNode } from 'react';
import { useText } from '@/shared/i18n/language';
import { Link } from '@/shared/routing/Link';
import { Wordmark } from '@/shared/ui/Wordmark';
import { LinkStatus } from './LinkStatus';
import { Navigation } from './Navigation';
import { Settings } from './Settings';

interface Props {
  waiting: number;
  /** The operator's switch; absent for roles that answer no questions. */
  status: ReactNode;
  /** Settings of features. */
  settings: ReactNode;
  onSignOut: () => void;
  children: ReactNode;
}

/** The frame around every page. It knows no feature: what it shows of them is handed in. */
export function Shell({ waiting, status, settings, onSignOut, children }: Props) {
  const t = useText();
  return (
    <div className="flex h-full flex-col">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:bg-surface focus:p-3">{t('app.skip')}</a>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <Link to={{ page: 'live' }} className="flex" aria-label={t('app.name')}><Wordmark /></Link>
        <LinkStatus />
        <div className="ml-auto flex items-center gap-3">
          {status}
          <Settings onSignOut={onSignOut}>{settings}</Settings>
        </div>
      </header>
      <div className="flex min-h-0 flex-1">
        <Navigation waiting={waiting} />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto pb-16 outline-none md:pb-0">{children}</main>
      </div>
    </div>
  );
}
