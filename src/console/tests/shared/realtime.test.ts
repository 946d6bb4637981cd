import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dispatch, forgetEvents, onEvent } from '@/shared/realtime/events';
import { createSeen } from '@/shared/realtime/seen';
import { alert, event } from '../event';

beforeEach(forgetEvents);

describe('events of the hub', () => {
  it('reach a listener once, though two groups bring them', () => {
    const heard = vi.fn();
    onEvent(heard);
    const requested = event('hitl.requested', 'c1', alert());
    dispatch(requested);
    dispatch({ ...requested });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('no longer reach a listener that has left', () => {
    const heard = vi.fn();
    onEvent(heard)();
    dispatch(event('hitl.requested', 'c1', alert()));
    expect(heard).not.toHaveBeenCalled();
  });

  it('are remembered up to a limit', () => {
    const isNew = createSeen();
    isNew('first');
    for (let n = 0; n < 2_000; n++) isNew(`event-${n}`);
    expect(isNew('event-1999')).toBe(false);
    expect(isNew('first')).toBe(true);
  });
});
