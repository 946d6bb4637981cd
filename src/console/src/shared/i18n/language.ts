import { create } from 'zustand';
import { en, type Dictionary, type TextKey } from './en';
import { ko } from './ko';

export const dictionaries = { en, ko } satisfies Record<string, Dictionary>;
export type Language = keyof typeof dictionaries;
export const languages: readonly Language[] = ['en', 'ko'];
/** Languages that callers are spoken with, as the server names them. */
export const spokenTags: Record<Language, string> = { en: 'en-US', ko: 'ko-KR' };
export const nativeNames: Record<Language, string> = { en: 'English', ko: '한국어' };

const storageKey = 'smartpbx.language';

/** `ko-KR` and the like to a language of the console; undefined when it has none such. */
export const languageOf = (tag: string | null | undefined): Language | undefined =>
  languages.find((language) => tag?.toLowerCase().split('-')[0] === language);

const initial = (): Language => languageOf(localStorage.getItem(storageKey)) ?? languageOf(navigator.language) ?? 'en';

export const useLanguage = create<{ language: Language }>()(() => ({ language: initial() }));

export function setLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  useLanguage.setState({ language });
  applyLanguage();
}

export function applyLanguage(): void {
  document.documentElement.lang = useLanguage.getState().language;
}

export type Values = Record<string, string | number>;
export type Translate = (key: TextKey, values?: Values) => string;

export const translate = (language: Language, key: TextKey, values: Values = {}): string =>
  dictionaries[language][key].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));

/** Name of a BCP 47 language; one without a name here is shown as it is. */
export function languageName(t: Translate, tag: string): string {
  const language = languageOf(tag);
  return language ? t(`language.${language}`) : tag;
}

/** The way of a component to its texts. */
export function useText(): Translate {
  const language = useLanguage((state) => state.language);
  return (key, values) => translate(language, key, values);
}
