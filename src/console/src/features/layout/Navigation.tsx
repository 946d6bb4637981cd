import { useSession } from '@/shared/api/session';
import { useText } from '@/shared/i18n/language';
import { Link } from '@/shared/routing/Link';
import { useRoute, type Route } from '@/shared/routing/route';
import { icons } from './icons';

/** The pages, and what one must be allowed in order to see something there. */
const pages: readonly (readonly [Route['page'], string])[] = [
  ['live', 'call:view'], ['hitl', 'hitl:view'], ['history', 'call:view'], ['knowledge', 'knowledge:view'], ['operations', 'hitl:view'],
];

/** A column at the side; on a phone a row at the bottom. */
export function Navigation({ waiting }: { waiting: number }) {
  const t = useText();
  const { page: here } = useRoute();
  const permissions = useSession((session) => session.user?.permissions) ?? [];
  return (
    <nav aria-label={t('nav.main')} className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-surface md:static md:w-52 md:flex-col md:gap-1 md:border-t-0 md:border-r md:p-3">
      {pages.filter(([, permission]) => permissions.includes(permission)).map(([page]) => (
        <Link
          key={page}
          to={{ page } as Route}
          data-testid={`nav-${page}`}
          aria-current={page === here ? 'page' : undefined}
          className={`relative flex flex-1 flex-col items-center gap-0.5 px-2 py-2 text-xs font-medium md:flex-none md:flex-row md:gap-3 md:rounded-lg md:px-3 md:text-sm ${page === here ? 'text-accent md:bg-accent-soft' : 'text-soft hover:text-ink md:hover:bg-sunken'}`}
        >
          {icons[page]}
          <span>{t(`nav.${page}`)}</span>
          {page === 'hitl' && waiting > 0 && (
            <span data-testid="alert-badge" aria-label={t('nav.waiting', { n: waiting })} className="absolute top-1 right-1/4 min-w-5 rounded-full bg-amber px-1.5 text-center text-xs font-semibold text-surface tabular-nums md:static md:ml-auto">{waiting}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
