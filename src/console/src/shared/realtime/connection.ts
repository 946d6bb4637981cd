import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { dispatch, forgetEvents } from './events';
import { eventNames, type CloudEvent } from './envelope';
import { linkState, linkUp } from './link';
import { negotiate, type Negotiation } from './negotiate';

// The only module that knows the socket. The hub is push only: what the console has to say, it says by REST.

const retryDelaysMs = [500, 1_000, 2_000, 5_000, 10_000];
const retryDelayMs = (attempt: number) => retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)] ?? 10_000;

/** Keeps the link up until stopped: connects, reconnects with a fresh token, hands messages to `events.ts`. */
export function openLink(): () => void {
  const stop = new AbortController();
  void keepUp(stop.signal);
  return () => {
    stop.abort();
    forgetEvents();
  };
}

async function keepUp(stop: AbortSignal): Promise<void> {
  for (let attempt = 0; !stop.aborted; attempt++) {
    linkState(attempt === 0 ? 'connecting' : 'reconnecting');
    try {
      const connection = build(await negotiate());
      const closed = new Promise<void>((resolve) => { connection.onclose(() => resolve()); });
      const leave = () => { void connection.stop(); };
      stop.addEventListener('abort', leave);
      await connection.start();
      if (stop.aborted) leave();
      else linkUp(connection.connectionId);
      attempt = 0;
      await closed;
      stop.removeEventListener('abort', leave);
    } catch {
      // Refused or unreachable: the state shows it, the next round tries again.
    }
    if (!stop.aborted) await pause(retryDelayMs(attempt), stop);
  }
  linkState('down');
}

function build({ url, access_token }: Negotiation): HubConnection {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => access_token })
    .configureLogging(LogLevel.None)
    .build();
  for (const name of eventNames) connection.on(name, (event: CloudEvent) => dispatch(event));
  return connection;
}

const pause = (ms: number, stop: AbortSignal) => new Promise<void>((resolve) => {
  const timer = setTimeout(resolve, ms);
  stop.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});
