import { useSyncExternalStore } from 'react';

/** Pages of the console; paths are what the product's fallback answers with index.html. */
export type Route =
  | { page: 'live'; callId?: string }
  | { page: 'hitl' }
  | { page: 'history'; callId?: string }
  | { page: 'knowledge' }
  | { page: 'operations' };

export function parsePath(path: string): Route {
  const [first, second] = path.split('/').filter(Boolean).map(decodeURIComponent);
  switch (first) {
    case 'hitl': return { page: 'hitl' };
    case 'history': return { page: 'history', callId: second };
    case 'knowledge': return { page: 'knowledge' };
    case 'operations': return { page: 'operations' };
    case 'live': return { page: 'live', callId: second };
    default: return { page: 'live' };
  }
}

export function pathOf(route: Route): string {
  if ('callId' in route && route.callId) return `/${route.page}/${encodeURIComponent(route.callId)}`;
  return route.page === 'live' ? '/' : `/${route.page}`;
}

export function navigate(route: Route): void {
  if (location.pathname === pathOf(route)) return;
  history.pushState(null, '', pathOf(route));
  dispatchEvent(new PopStateEvent('popstate'));
}

const subscribe = (changed: () => void) => {
  addEventListener('popstate', changed);
  return () => removeEventListener('popstate', changed);
};

export const useRoute = (): Route => parsePath(useSyncExternalStore(subscribe, () => location.pathname));
