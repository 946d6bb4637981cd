import type { CloudEvent, EventName } from './envelope';
import { createSeen } from './seen';

type Listener = (event: CloudEvent) => void;

const listeners = new Set<Listener>();
let isNew = createSeen();

/** Hands an event to every listener once, however many groups brought it. */
export function dispatch(event: CloudEvent): void {
  if (!isNew(event.id)) return;
  for (const listener of [...listeners]) listener(event);
}

/** Listens to every event; returns the way to stop. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

export const isOneOf = <N extends EventName>(event: CloudEvent, ...names: N[]): event is Extract<CloudEvent, { type: N }> =>
  (names as EventName[]).includes(event.type);

export function forgetEvents(): void {
  isNew = createSeen();
}
