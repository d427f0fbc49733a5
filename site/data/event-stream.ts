import { exportedAt } from './exported.ts';

/** `exported`: plain files, of which there is no news. */
import { askForTokenIfWanted } from './session.ts';

export type ConnectionState = 'connecting' | 'live' | 'lost' | 'exported';

export interface EventStreamOptions {
  readonly url: string;
  /** What to do with each kind of event; the data is parsed JSON. */
  readonly on: Readonly<Record<string, (data: unknown) => void>>;
  /** Called on every connection, the first included: fetch what may have been missed. */
  readonly onOpen: () => void;
  readonly onState: (state: ConnectionState) => void;
  /** Called where what the stream tells of is not there any more. */
  readonly onMissing?: () => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Doubles with each failure in a row; spread, so that many pages do not come back at once. */
export function backOff(failures: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return wait * (0.75 + random / 2);
}

/**
 * Server-sent events with back-off. EventSource's own reconnection gives up for good on an error
 * answer and does not wait longer each time. A hidden page lets go of its connection, since a
 * browser grants six to a host over all its tabs. Returns what closes the stream.
 */
export function openEventStream(options: EventStreamOptions): () => void {
  const { url, on, onOpen, onState, onMissing } = options;
  if (exportedAt !== null) {
    onState('exported');
    onOpen();
    return () => {};
  }
  let source: EventSource | null = null;
  let timer: number | undefined;
  let failures = 0;

  function disconnect(): void {
    window.clearTimeout(timer);
    source?.close();
    source = null;
  }

  async function askWhy(): Promise<void> {
    if ((await askForTokenIfWanted(url)) === 404) onMissing?.();
  }

  function connect(): void {
    disconnect();
    onState(failures === 0 ? 'connecting' : 'lost');
    source = new EventSource(url);
    source.addEventListener('open', () => {
      failures = 0;
      onState('live');
      onOpen();
    });
    source.addEventListener('error', () => {
      disconnect();
      failures++;
      onState('lost');
      // The browser does not say why: that the token is wanted, say.
      if (failures === 1) void askWhy();
      timer = window.setTimeout(connect, backOff(failures, Math.random()));
    });
    for (const [name, listener] of Object.entries(on)) {
      source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
    }
  }

  function followVisibility(): void {
    if (document.visibilityState === 'hidden') disconnect();
    else if (source === null) connect();
  }

  document.addEventListener('visibilitychange', followVisibility);
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', followVisibility);
  followVisibility();
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    window.removeEventListener('pagehide', disconnect);
    window.removeEventListener('pageshow', followVisibility);
    disconnect();
  };
}
