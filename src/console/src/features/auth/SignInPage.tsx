import { useState, type FormEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useSession } from '@/shared/api/session';
import { LanguageSwitch } from '@/shared/i18n/LanguageSwitch';
import { useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { Button } from '@/shared/ui/Button';
import { TextField } from '@/shared/ui/Field';
import { Notice } from '@/shared/ui/Notice';
import { Wordmark } from '@/shared/ui/Wordmark';
import { refusal, signIn } from './signIn';

const tenantKey = 'smartpbx.tenant';

export function SignInPage() {
  const t = useText();
  const expired = useSession((session) => session.expired);
  const [tenant, setTenant] = useState(() => localStorage.getItem(tenantKey) ?? '');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const entry = useMutation({ mutationFn: signIn, onSuccess: () => localStorage.setItem(tenantKey, tenant.trim()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entry.mutate({ tenant: tenant.trim(), user: user.trim(), password });
  };
  const refused = entry.error && refusal(entry.error);
  return (
    <main className="grid min-h-full place-items-center p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-end justify-between">
          <div>
            <Wordmark />
            <h1 className="mt-1 text-sm text-soft">{t('app.tagline')}</h1>
          </div>
          <LanguageSwitch />
        </div>
        <form onSubmit={submit} className="grid gap-4 rounded-2xl border border-line bg-surface p-6">
          {expired && !entry.error && <Notice tone="amber">{t('auth.expired')}</Notice>}
          <TextField label={t('auth.tenant')} data-testid="tenant" autoComplete="organization" required value={tenant} onChange={(e) => setTenant(e.target.value)} />
          <TextField label={t('auth.user')} data-testid="user" autoComplete="username" required value={user} onChange={(e) => setUser(e.target.value)} />
          <TextField label={t('auth.password')} data-testid="password" type="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
          {entry.error && <Notice tone="red" testId="sign-in-error">{refused ? t(refused) : problemText(t, entry.error)}</Notice>}
          <Button type="submit" kind="primary" data-testid="sign-in" disabled={entry.isPending}>
            {entry.isPending ? t('auth.signingIn') : t('auth.signIn')}
          </Button>
        </form>
      </div>
    </main>
  );
}
