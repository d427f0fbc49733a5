import { once } from 'node:events';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Job } from '../domain/job.ts';
import type { OutputsContext, SymbolOutputs } from '../run/symbol-outputs.ts';
import type { OutputsAnswer, OutputsRequest, OutputsSettings } from './outputs-messages.ts';
import { DEFAULT_RANKING } from './ranking.ts';
import { GROUP_ROWS } from './results-file.ts';

/** Before there is a whole row group, the partial results are written anew this often. */
const PARTIAL_MS = 10_000;

/** A thread that may take more cleans up later; what it needs itself is a tenth of this. */
const MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/** Outputs of one search, written by a thread of its own that starts when there is something to do. */
export function openSymbolOutputs(context: OutputsContext): SymbolOutputs {
  const { folder, excel = false } = context.job.outputs ?? {};
  const settings: OutputsSettings = {
    folder: context.folder,
    reports: reportsOf(context.folder, folder),
    spec: specOf(context),
  };
  let worker: Worker | undefined;
  let working: Promise<void> = Promise.resolve();
  let isBusy = false;
  let groups = 0;
  let last = performance.now();

  const ask = async (request: OutputsRequest): Promise<void> => {
    worker ??= new Worker(new URL('./outputs-worker.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: MEMORY,
    });
    worker.postMessage(request);
    const { error } = await answerOf(worker);
    if (error !== null) throw new Error(error);
  };

  const enqueue = (request: OutputsRequest): Promise<void> => {
    isBusy = true;
    working = working
      .catch(() => {})
      .then(() => ask(request))
      .finally(() => {
        isBusy = false;
        last = performance.now();
      });
    return working;
  };

  return {
    settled(id) {
      const whole = Math.floor(id / GROUP_ROWS);
      const due = whole > groups || (whole === 0 && performance.now() - last > PARTIAL_MS);
      if (isBusy || !due || id === 0) return;
      groups = whole;
      // What cannot be written now is written at the end, which tells of it.
      enqueue({ type: 'partial', settled: id }).catch(() => {});
    },
    finish: () => enqueue({ type: 'all', excel }),
    async [Symbol.asyncDispose]() {
      await working.catch(() => {});
      await worker?.terminate();
    },
  };
}

/** Where the outputs of a symbol's folder go. */
export function reportsOf(symbolFolder: string, outputs: string | undefined): string {
  return outputs === undefined
    ? join(symbolFolder, 'reports')
    : join(outputs, basename(symbolFolder));
}

/** @throws Error where the thread ends without one */
async function answerOf(worker: Worker): Promise<OutputsAnswer> {
  const done = new AbortController();
  const { signal } = done;
  const ended = once(worker, 'exit', { signal }).then((): never => {
    throw new Error('the thread that writes them has ended');
  });
  try {
    const answer = once(worker, 'message', { signal }) as Promise<[OutputsAnswer]>;
    return (await Promise.race([answer, ended]))[0];
  } finally {
    ended.catch(() => {});
    done.abort();
  }
}

function specOf({ folder, run, symbol, job }: OutputsContext): OutputsSettings['spec'] {
  const { backtest, parameters, rules } = job;
  return {
    run,
    symbol,
    file: basename(folder),
    strategy: backtest.strategy,
    dates: backtest.dates,
    parameters,
    rules,
    fixed: backtest.fixedParameters,
    ranking: rankingOf(job),
  };
}

function rankingOf({ outputs = {} }: Job): OutputsSettings['spec']['ranking'] {
  return {
    weights: outputs.weights ?? DEFAULT_RANKING.weights,
    min_trades: outputs.minTrades ?? DEFAULT_RANKING.min_trades,
  };
}
