import { create } from 'zustand';

interface Attention {
  sound: boolean;
  notifications: boolean;
}

const storageKey = 'smartpbx.attention';

const initial = (): Attention => {
  try {
    return { sound: true, notifications: false, ...JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Attention> };
  } catch {
    return { sound: true, notifications: false };
  }
};

/** How this browser calls its operator; kept in the browser, because it is about this desk. */
export const useAttention = create<Attention>()(initial);

useAttention.subscribe((attention) => localStorage.setItem(storageKey, JSON.stringify(attention)));
