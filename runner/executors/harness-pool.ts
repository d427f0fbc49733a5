import type { HarnessChannel, HarnessKit, HarnessLauncher } from './harness-channel.ts';
import { createHarnessClient, type HarnessClient } from './harness-client.ts';
import { createStartBreaker, type StartBreaker } from './start-breaker.ts';

/** The runtime and LEAN are loaded well within this, on any machine that is of use. */
const READY_MS = 120_000;
const CANCEL_MS = 1_000;
/** Of the memory allowed, what a harness may have when it gets its next backtest. */
const FULL = 0.85;
const LAST_WORDS = 2_000;
const never = new AbortController().signal;

/** A harness with what is known of it. */
export interface PoolWorker {
  readonly client: HarnessClient;
  readonly slot: number;
  readonly kit: HarnessKit;
  /** Backtests that it was given. */
  backtests: number;
  /** After the last one; 0 where it does not tell. */
  memoryMb: number;
}

export interface PoolOptions {
  readonly launcher: HarnessLauncher;
  /** Backtests after which a harness is replaced by a new one. */
  readonly recycleAfter: number;
  readonly memoryLimitMb: number;
  readonly log: (text: string) => void;
}

/** A warm harness for each slot: started when needed, replaced when dead, old, fat or suspect. */
export interface HarnessPool extends AsyncDisposable {
  readonly breaker: StartBreaker;
  /** From now on every backtest gets a process of its own. */
  isolate(): void;
  /** Starts the harnesses of all slots that have none, at the same time. */
  warm(kit: HarnessKit, signal: AbortSignal): void;
  /**
   * The harness of a slot, which nobody else may use meanwhile.
   * @throws BacktestError where none can be started
   */
  worker(slot: number, kit: HarnessKit, signal: AbortSignal): Promise<PoolWorker>;
  /** Ends it: the slot's next worker is another one. */
  replace(worker: PoolWorker): Promise<void>;
}

export function createHarnessPool(options: PoolOptions): HarnessPool {
  return new WarmPool(options);
}

class WarmPool implements HarnessPool {
  readonly breaker = createStartBreaker();
  readonly #options: PoolOptions;
  /** By slot: the last thing that was begun there. Never rejects. */
  readonly #places = new Map<number, Promise<PoolWorker | null>>();
  readonly #disposal = new AbortController();
  #isolated = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  isolate(): void {
    this.#isolated = true;
  }

  warm(kit: HarnessKit, signal: AbortSignal): void {
    for (let slot = 1; slot <= this.#options.launcher.slots; slot++) {
      if (!this.#places.has(slot)) this.worker(slot, kit, signal).catch(() => {});
    }
  }

  worker(slot: number, kit: HarnessKit, signal: AbortSignal): Promise<PoolWorker> {
    const before = this.#places.get(slot) ?? Promise.resolve(null);
    const next = before.then((worker) => this.#sound(worker, { slot, kit, signal }));
    this.#places.set(
      slot,
      next.catch(() => null),
    );
    return next;
  }

  async replace(worker: PoolWorker): Promise<void> {
    await worker.client.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal.abort(new Error('The executor was disposed'));
    await Promise.all(
      [...this.#places.values()].map(async (place) => {
        const worker = await place;
        worker?.client.kill();
        await worker?.client.close();
      }),
    );
    await this.#options.launcher[Symbol.asyncDispose]();
  }

  async #sound(
    worker: PoolWorker | null,
    wanted: { readonly slot: number; readonly kit: HarnessKit; readonly signal: AbortSignal },
  ): Promise<PoolWorker> {
    // A backtest that was given up may still be ending.
    await worker?.client.settled;
    if (worker !== null && this.#isUsable(worker, wanted.kit)) return worker;
    await worker?.client.close();
    const signal = AbortSignal.any([wanted.signal, this.#disposal.signal]);
    return await this.breaker.start(() => this.#start({ ...wanted, signal }), signal);
  }

  #isUsable(worker: PoolWorker, kit: HarnessKit): boolean {
    const { recycleAfter, memoryLimitMb } = this.#options;
    if (!worker.client.isUsable || worker.kit.key !== kit.key) return false;
    if (worker.backtests === 0) return true;
    const most = this.#isolated ? 1 : recycleAfter;
    return worker.backtests < most && worker.memoryMb < FULL * memoryLimitMb;
  }

  async #start({
    slot,
    kit,
    signal,
  }: {
    readonly slot: number;
    readonly kit: HarnessKit;
    readonly signal: AbortSignal;
  }): Promise<PoolWorker> {
    const channel = await this.#options.launcher.launch(slot, kit, signal);
    let words = '';
    const client = createHarnessClient(channel, {
      cancelMs: CANCEL_MS,
      log: (text) => {
        words = (words + text).slice(-LAST_WORDS);
        this.#options.log(text);
      },
    });
    await whenReady(client, channel, { signal, words: () => words });
    return { client, slot, kit, backtests: 0, memoryMb: 0 };
  }
}

/** Any answer will do: a harness that does not know the question is as ready as another. */
async function whenReady(
  client: HarnessClient,
  channel: HarnessChannel,
  { signal, words }: { readonly signal: AbortSignal; readonly words: () => string },
): Promise<void> {
  const kill = (): void => channel.kill();
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const reply = await client.ask({ ping: true }, { timeoutMs: READY_MS, signal: never });
  signal.removeEventListener('abort', kill);
  if (signal.aborted) {
    await channel.ended;
    signal.throwIfAborted();
  }
  if (reply.kind === 'answer') return;
  const how = reply.kind === 'ended' ? reply.end.how : `said nothing for ${READY_MS / 1000} s`;
  throw new Error(`${client.name} ${how}${words().trim() === '' ? '' : `: ${words().trim()}`}`);
}
