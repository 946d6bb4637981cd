import type { ReactNode } from 'react';
import type { Route } from '@/shared/routing/route';

const line = (children: ReactNode) => (
  <svg viewBox="0 0 24 24" className="size-5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">{children}</svg>
);

export const icons: Record<Route['page'], ReactNode> = {
  live: line(<path d="M3 12h3l2-6 4 13 3-10 2 3h4" />),
  hitl: line(<><path d="M4 5h16v11H10l-4 4v-4H4z" /><path d="M10.2 9a1.9 1.9 0 1 1 2.6 1.8c-.6.2-.8.6-.8 1.2M12 13.8v.1" /></>),
  history: line(<><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" /></>),
  knowledge: line(<><path d="M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5z" /><path d="M12 6.5v13" /></>),
  operations: line(<><path d="M4 7h10M18 7h2M4 17h2M10 17h10" /><circle cx="16" cy="7" r="2" /><circle cx="8" cy="17" r="2" /></>),
};
