import type { ReactNode } from 'react';
import { problemText } from '@/shared/i18n/problemText';
import { useText } from '@/shared/i18n/language';
import { Button } from './Button';
import { Notice } from './Notice';

interface Request<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** One way to wait for a request, to fail and to try again, on every page. */
export function Loaded<T>({ request, children }: { request: Request<T>; children: (data: T) => ReactNode }) {
  const t = useText();
  if (request.data !== undefined) return children(request.data);
  if (!request.error) return <p role="status" className="px-4 py-6 text-sm text-soft">{t('app.loading')}</p>;
  return (
    <div className="grid justify-items-start gap-3 p-4">
      <Notice tone="red">{problemText(t, request.error)}</Notice>
      <Button onClick={() => { void request.refetch(); }}>{t('app.retry')}</Button>
    </div>
  );
}
