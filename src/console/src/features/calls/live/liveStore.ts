import { useEffect } from 'react';
import { create } from 'zustand';
import { onEvent } from '@/shared/realtime/events';
import { useLink } from '@/shared/realtime/link';
import { listCalls } from '../api/listCalls';
import { applyEvent, applySnapshot, type LiveCalls } from './liveCalls';

const snapshotLimit = 100;

export const useLiveCalls = create<{ calls: LiveCalls }>()(() => ({ calls: {} }));

const update = (next: (calls: LiveCalls) => LiveCalls) => useLiveCalls.setState(({ calls }) => ({ calls: next(calls) }));

/** Keeps the live calls: events as they come, and a snapshot each time the link comes up. Mounted once, for as long as one is signed in. */
export function useLiveCallsFeed(): void {
  const epoch = useLink((link) => link.epoch);
  useEffect(() => {
    const stop = onEvent((event) => update((calls) => applyEvent(calls, event, Date.now())));
    return () => {
      stop();
      update(() => ({}));
    };
  }, []);
  useEffect(() => {
    const takenAt = Date.now();
    listCalls({ live: true, limit: snapshotLimit })
      .then((page) => update((calls) => applySnapshot(calls, page.items, takenAt)))
      .catch(() => undefined); // the link's state tells; the next link takes the next snapshot
  }, [epoch]);
}
