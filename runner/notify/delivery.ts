import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../domain/errors.ts';
import type { Channel, Message } from './channel.ts';
import { SendError } from './send-error.ts';

export interface DeliveryOptions {
  readonly channel: Channel;
  /** Told what could not be delivered, and why. */
  readonly lost: (message: Message, why: string) => void;
  /** Wait before the second try in ms; doubles with each. */
  readonly backOffMs?: number;
  /** How long what waits may take once no more comes, in ms. */
  readonly patienceMs?: number;
}

export interface Delivery extends AsyncDisposable {
  /** Puts a message in line and returns at once. It replaces one of the same key that waits. */
  post(message: Message, key: string): void;
}

const TRIES = 5;
const LONGEST_WAIT_MS = 60_000;

/** Sends messages one after another, again with back-off where it fails; nobody waits for it. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { channel, lost, backOffMs = 1_000, patienceMs = 10_000 } = options;
  const waiting = new Map<string, Message>();
  const giveUp = new AbortController();
  let working: Promise<void> | null = null;

  const attempt = async (message: Message): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const fault = await trySending(channel, message, giveUp.signal);
      if (fault === null) return;
      if (!fault.retriable || tries === TRIES) return lost(message, fault.message);
      const wait = Math.min(LONGEST_WAIT_MS, fault.retryAfterMs ?? backOffMs * 2 ** (tries - 1));
      const slept = await sleep(wait, true, { signal: giveUp.signal, ref: false }).catch(
        () => false,
      );
      if (!slept) return lost(message, `the run ended; last ${fault.message}`);
    }
  };

  const work = async (): Promise<void> => {
    for (const [key, message] of waiting) {
      waiting.delete(key);
      await attempt(message);
    }
    working = null;
  };

  return {
    post(message, key) {
      waiting.delete(key);
      waiting.set(key, message);
      working ??= Promise.resolve().then(work);
    },
    async [Symbol.asyncDispose]() {
      const patience = setTimeout(() => giveUp.abort(new Error('the run ended')), patienceMs);
      while (working !== null) await working;
      clearTimeout(patience);
    },
  };
}

async function trySending(
  channel: Channel,
  message: Message,
  signal: AbortSignal,
): Promise<SendError | null> {
  try {
    signal.throwIfAborted();
    await channel.send(message, signal);
    return null;
  } catch (error) {
    if (error instanceof SendError) return error;
    const found = messageOf(error);
    return new SendError(found || 'no connection', { retriable: true });
  }
}
