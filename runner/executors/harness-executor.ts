import { InputError } from '../domain/errors.ts';
import type {
  BacktestRequest,
  BacktestSetup,
  Executor,
  ExecutorContext,
  Outcome,
} from '../domain/executor.ts';
import { createBoundedLog } from './bounded-log.ts';
import { createChunkSize } from './chunk-size.ts';
import type { HarnessLauncher } from './harness-channel.ts';
import { createHarnessPool } from './harness-pool.ts';
import type { HarnessProgram, ReadySetup } from './harness-program.ts';
import { HarnessRun } from './harness-run.ts';
import { failedOutcome } from './read-outcomes.ts';
import { createSlots } from './slots.ts';
import { createTimeLimit } from './time-limit.ts';

export interface HarnessLimits {
  readonly recycle_after: number;
  readonly canary_every: number;
}

export interface HarnessExecutorOptions {
  readonly context: ExecutorContext<HarnessLimits>;
  readonly launcher: HarnessLauncher;
  /** By engine. */
  readonly programs: Readonly<Record<'embedded' | 'lean', HarnessProgram>>;
}

/** Backtests in harness processes that stay warm, a slot each, wherever the launcher starts them. */
export function createHarnessExecutor(options: HarnessExecutorOptions): Executor {
  const { context, launcher, programs } = options;
  const tell = context.log ?? (() => {});
  const log = createBoundedLog((text) => tell(text));
  const { recycle_after: recycleAfter, canary_every: canaryEvery } = context.options;
  const { memoryLimitMb } = context;
  const pool = createHarnessPool({ launcher, recycleAfter, memoryLimitMb, log });
  const run = new HarnessRun({
    pool,
    canaryEvery,
    limit: createTimeLimit(context.timeoutSeconds * 1_000, context.timeoutMeasured === true),
    tell,
  });
  const slots = createSlots(launcher.slots);
  const chunkSize = createChunkSize();
  const disposal = new AbortController();
  const known = new Map<string, Promise<ReadySetup>>();
  const contentOf = createContents();

  const prepare = (setup: BacktestSetup): Promise<ReadySetup> => {
    const ready = programs[setup.engine ?? 'embedded'].ready(setup, disposal.signal);
    // Sources and data may have changed since: what was found last holds.
    known.set(contentOf(setup), ready);
    ready.catch(() => {});
    return ready;
  };

  const carryOut = async (
    request: BacktestRequest,
    slot: number,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    try {
      const ready = await (known.get(contentOf(request.setup)) ?? prepare(request.setup));
      return await run.backtest(request, { slot, ready, signal });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return failedOutcome(request, slot, { error: error.message, retriable: false });
    }
  };

  return {
    slots: launcher.slots,
    get chunk() {
      return chunkSize.current;
    },
    start: () => launcher.start(),
    busy: slots.busy,
    async prepare(setup) {
      disposal.signal.throwIfAborted();
      const { preparation, kit } = await prepare(setup);
      pool.warm(kit, disposal.signal);
      return preparation;
    },
    async *evaluate(requests, aborted) {
      const signal = AbortSignal.any([aborted, disposal.signal]);
      const lease = await slots.acquire(signal, requests);
      try {
        for (const request of requests) {
          const outcome = await orAbort(carryOut(request, lease.number, signal), signal);
          lease.answered();
          if (request.detail === 'metrics') chunkSize.record(1, outcome.ms);
          yield outcome;
        }
      } finally {
        lease.release();
      }
    },
    async [Symbol.asyncDispose]() {
      disposal.abort(new Error('The executor was disposed'));
      await pool[Symbol.asyncDispose]();
      for (const program of Object.values(programs)) await program[Symbol.asyncDispose]();
    },
  };
}

/** The content of setups as text, made once of each. */
function createContents(): (setup: BacktestSetup) => string {
  const contents = new WeakMap<BacktestSetup, string>();
  return (setup) => {
    const content = contents.get(setup) ?? JSON.stringify(setup);
    contents.set(setup, content);
    return content;
  };
}

/** The work's value, or the signal's reason as soon as it aborts, whatever the work is at. */
async function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => {});
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
