import { useText } from '@/shared/i18n/language';
import { useLink, type LinkState } from '@/shared/realtime/link';

const dots: Record<LinkState, string> = { connected: 'bg-green', connecting: 'bg-amber', reconnecting: 'bg-amber animate-breathe', down: 'bg-red' };

export function LinkStatus() {
  const t = useText();
  const state = useLink((link) => link.state);
  return (
    <span role="status" data-testid="link-status" data-state={state} className="inline-flex items-center gap-2 text-xs text-soft">
      <span className={`size-2 rounded-full ${dots[state]}`} aria-hidden="true" />
      {t(`link.${state}`)}
    </span>
  );
}
