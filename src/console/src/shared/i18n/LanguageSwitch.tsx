import { languages, nativeNames, setLanguage, useLanguage, useText } from './language';

export function LanguageSwitch() {
  const t = useText();
  const chosen = useLanguage((state) => state.language);
  return (
    <div role="group" aria-label={t('settings.language')} className="inline-flex gap-1 rounded-lg bg-sunken p-0.5 text-sm">
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          data-testid={`language-${language}`}
          aria-pressed={chosen === language}
          onClick={() => setLanguage(language)}
          className={`rounded-md px-2.5 py-1 ${chosen === language ? 'bg-surface font-medium shadow-sm' : 'text-soft hover:text-ink'}`}
        >
          {nativeNames[language]}
        </button>
      ))}
    </div>
  );
}
