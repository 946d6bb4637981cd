import { create } from 'zustand';

export type Theme = 'light' | 'dark';
const storageKey = 'smartpbx.theme';

const initial = (): Theme => {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

export const useTheme = create<{ theme: Theme }>()(() => ({ theme: initial() }));

export function setTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  useTheme.setState({ theme });
  applyTheme();
}

/** Marks the document; called before the first paint. */
export function applyTheme(): void {
  document.documentElement.classList.toggle('dark', useTheme.getState().theme === 'dark');
}
