import { useRef, type ReactNode } from 'react';
import { useSession } from '@/shared/api/session';
import { LanguageSwitch } from '@/shared/i18n/LanguageSwitch';
import { useText } from '@/shared/i18n/language';
import { setTheme, useTheme } from '@/shared/theme/theme';
import { Button } from '@/shared/ui/Button';
import { Tabs } from '@/shared/ui/Tabs';
import { useDismiss } from '@/shared/ui/useDismiss';

/** What belongs to this person at this desk. `children` are the settings of features. */
export function Settings({ onSignOut, children }: { onSignOut: () => void; children: ReactNode }) {
  const t = useText();
  const user = useSession((session) => session.user);
  const theme = useTheme((state) => state.theme);
  const menu = useRef<HTMLDetailsElement>(null);
  useDismiss(menu);
  const themes = [{ value: 'light', label: t('settings.light') }, { value: 'dark', label: t('settings.dark') }] as const;
  return (
    <details ref={menu} className="group relative" data-testid="settings">
      <summary className="flex min-h-9 list-none items-center gap-2 rounded-lg border border-line px-3 text-sm font-medium hover:border-edge [&::-webkit-details-marker]:hidden">
        <span className="max-w-28 truncate">{user?.display_name || user?.user_id}</span>
        <span aria-hidden="true" className="text-soft">▾</span>
        <span className="sr-only">{t('settings.title')}</span>
      </summary>
      <div className="absolute right-0 z-20 mt-2 grid w-72 gap-4 rounded-2xl border border-line bg-surface p-4 shadow-lg">
        <p className="text-xs text-soft">{user?.tenant_id} · {user?.role}{user?.extension && ` · ${user.extension}`}</p>
        <div className="flex items-center justify-between gap-3 text-sm">{t('settings.language')}<LanguageSwitch /></div>
        <div className="flex items-center justify-between gap-3 text-sm">{t('settings.theme')}<Tabs label={t('settings.theme')} choices={themes} chosen={theme} onChoose={setTheme} /></div>
        {children}
        <Button data-testid="sign-out" onClick={onSignOut}>{t('auth.signOut')}</Button>
      </div>
    </details>
  );
}
