import { create } from 'zustand';

export type LinkState = 'connecting' | 'connected' | 'reconnecting' | 'down';

interface Link {
  state: LinkState;
  connectionId?: string;
  /** Grows with each time the link comes up: whoever holds a snapshot takes a new one. */
  epoch: number;
}

/** Where the real-time link stands. Only `connection.ts` writes it. */
export const useLink = create<Link>()(() => ({ state: 'down', epoch: 0 }));

export const linkUp = (connectionId: string | null): void =>
  useLink.setState((link) => ({ state: 'connected', connectionId: connectionId ?? undefined, epoch: link.epoch + 1 }));

export const linkState = (state: Exclude<LinkState, 'connected'>): void => useLink.setState({ state, connectionId: undefined });
