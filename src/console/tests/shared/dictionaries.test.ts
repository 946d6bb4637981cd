import { describe, expect, it } from 'vitest';
import { en } from '@/shared/i18n/en';
import { dictionaries, languageOf, translate } from '@/shared/i18n/language';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const others = Object.entries(dictionaries).filter(([language]) => language !== 'en');

describe.each(others)('the dictionary of %s', (_language, dictionary) => {
  it('has the same keys as the English one', () => {
    expect(Object.keys(dictionary).sort()).toEqual(Object.keys(en).sort());
  });

  it('leaves nothing empty', () => {
    expect(Object.entries(dictionary).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('names the same values in every text', () => {
    const keys = Object.keys(en) as (keyof typeof en)[];
    expect(keys.filter((key) => placeholders(dictionary[key]).join() !== placeholders(en[key]).join())).toEqual([]);
  });
});

describe('a text', () => {
  it('takes its values', () => {
    expect(translate('en', 'live.to', { callee: '1000' })).toBe('to 1000');
  });

  it.each([['ko-KR', 'ko'], ['EN', 'en'], ['de-DE', undefined], [undefined, undefined]])('of %s is in %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });
});
