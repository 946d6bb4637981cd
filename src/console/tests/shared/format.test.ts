import { describe, expect, it } from 'vitest';
import { duration, money, percent } from '@/shared/format/format';
import { parsePath, pathOf, type Route } from '@/shared/routing/route';
import { blobUrl } from '@/shared/api/blob';

describe('what is shown', () => {
  it.each([[0, '0:00'], [999, '0:00'], [61_000, '1:01'], [3_723_000, '1:02:03'], [-5, '0:00']])('%i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('keeps fractions of a cent', () => {
    expect(money(12_300, 'USD', 'en')).toBe('$0.0123');
  });

  it('rounds shares to whole percent', () => {
    expect(percent(0.604)).toBe('60%');
  });
});

describe('an address', () => {
  const routes: Route[] = [{ page: 'live' }, { page: 'live', callId: 'c:1' }, { page: 'hitl' }, { page: 'history', callId: 'c1' }, { page: 'knowledge' }];

  it.each(routes)('leads back to its page: %o', (route) => {
    expect(parsePath(pathOf(route))).toEqual(route);
  });

  it('that nobody knows leads to the live calls', () => {
    expect(parsePath('/nowhere')).toEqual({ page: 'live' });
  });
});

describe('a blob link', () => {
  it('of the product stays on this origin, whatever host it names', () => {
    expect(blobUrl('http://127.0.0.1:8080/blobs/abc?x=1')).toBe('/blobs/abc?x=1');
  });

  it('of a blob service stays as it is', () => {
    expect(blobUrl('https://store.example/tenant/a.wav?sig=1')).toBe('https://store.example/tenant/a.wav?sig=1');
  });
});
