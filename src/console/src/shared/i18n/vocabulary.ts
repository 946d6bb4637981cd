import { en, type TextKey } from './en';
import type { Translate } from './language';

/** A word of the wire (`caller_hung_up`) in the reader's language; an unknown one, of a newer server, is shown as it came. */
export function wordOf(t: Translate, group: 'outcome' | 'reason' | 'decision' | 'category' | 'source' | 'meter' | 'operator' | 'language', word: string): string {
  const key = `${group}.${word}`;
  return key in en ? t(key as TextKey) : word.replaceAll('_', ' ');
}
