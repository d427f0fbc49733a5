import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { toJson } from './json.ts';
import { refusal } from './problem.ts';

export interface Message {
  readonly event: string;
  readonly data: unknown;
}

/** What one client has not been told yet; it keeps little, however slow the client is. */
export interface Feed {
  /** Hands over and forgets what is due. */
  take(): Promise<readonly Message[]>;
  /** How long to leave the client alone after what was handed over last. */
  pauseMs?(): number;
  close(): void;
}

export interface EventStreamOptions {
  /** At most one hand-over in this time; a feed that says its own pause goes before. */
  readonly intervalMs: number;
  /** Makes the client's feed, which calls `wake` when it has something. */
  open(wake: () => void): Feed;
  /** Told where a hand-over fails; the client is hung up on then and comes back. */
  onError(error: Error): void;
}

/** A sign of life this often keeps proxies from closing a quiet stream, and finds dead clients. */
const HEARTBEAT_MS = 15_000;
/** A client that takes nothing for so long is let go. */
const STALLED_MS = 60_000;
const MOST_CLIENTS = 512;

/** Opens a stream; of a server's clients, no more than it can serve. */
export type OpenEventStream = (context: Context, options: EventStreamOptions) => Response;

export function createEventStreams(): OpenEventStream {
  const watching = { clients: 0 };
  return (context, options) => eventStream(context, options, watching);
}

/**
 * Server-sent events to one client. While the client does not read, nothing is taken from its feed,
 * so that a slow one costs no more memory than a quick one.
 */
function eventStream(
  context: Context,
  { intervalMs, open, onError }: EventStreamOptions,
  watching: { clients: number },
): Response {
  if (context.req.method === 'HEAD') {
    return new Response(null, { headers: { 'content-type': 'text/event-stream' } });
  }
  if (watching.clients >= MOST_CLIENTS) {
    throw refusal(503, `More than ${MOST_CLIENTS} clients are watching`);
  }
  // Some proxies collect a stream before they pass it on.
  context.header('X-Accel-Buffering', 'no');
  return streamSSE(context, async (stream) => {
    watching.clients++;
    const alarm = createAlarm();
    stream.onAbort(alarm.end);
    let feed: Feed | undefined;
    try {
      // Within: a feed that cannot be opened leaves no client counted.
      feed = open(alarm.ring);
      // Something must be written, or the client does not learn that the stream is open.
      await stream.write(': watching\n\n');
      while (!alarm.ended) {
        const rung = await alarm.wait(HEARTBEAT_MS);
        const messages = rung ? await feed.take() : [];
        if (!(await send(stream, messages))) break;
        await sleep(feed.pauseMs?.() ?? intervalMs);
      }
    } catch (error) {
      onError(error as Error);
    } finally {
      feed?.close();
      watching.clients--;
    }
  });
}

/** @returns false where the client has stopped reading */
async function send(stream: SSEStreamingApi, messages: readonly Message[]): Promise<boolean> {
  const written = (async () => {
    if (messages.length === 0) await stream.write(': still here\n\n');
    for (const { event, data } of messages) await stream.writeSSE({ event, data: toJson(data) });
    return true;
  })();
  const given = new AbortController();
  const stalled = sleep(STALLED_MS, false, { signal: given.signal, ref: false }).catch(() => false);
  const sent = await Promise.race([written, stalled]);
  given.abort();
  if (!sent) stream.abort();
  return sent;
}

/** Wakes a waiting loop, at once where it was rung before the wait. */
function createAlarm() {
  let bell = Promise.withResolvers<void>();
  let ended = false;
  return {
    get ended() {
      return ended;
    },
    ring: () => bell.resolve(),
    end() {
      ended = true;
      bell.resolve();
    },
    /** @returns false where the time was up first */
    async wait(ms: number): Promise<boolean> {
      const given = new AbortController();
      const late = sleep(ms, false, { signal: given.signal, ref: false }).catch(() => false);
      const rung = await Promise.race([bell.promise.then(() => true), late]);
      given.abort();
      if (rung) bell = Promise.withResolvers<void>();
      return rung;
    },
  };
}
