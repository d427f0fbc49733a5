import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestSetup, CompleteOutcome, Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { SlotAccount } from '../pipeline/slot-account.ts';
import { encodeEvaluation } from './evaluation-line.ts';
import { metricDifferences } from './metric-differences.ts';
import type { SymbolFiles } from './symbol-files.ts';
import { symbolFolder } from './symbol-folder.ts';

/** While a run goes on, the best is backtested in full at most this often … */
const EVERY_MS = 2_000;
/** … and only where a backtest is short; else a stage's end is soon enough. */
const SHORT_MS = 1_000;

export interface BestBacktestOptions {
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  readonly files: SymbolFiles;
  readonly time: SlotAccount;
  readonly requestId: () => number;
  readonly abort: AbortSignal;
  readonly warn: (message: string) => void;
  /** Whether results are written at all. */
  readonly keepResults?: Job['keepResults'] | undefined;
  readonly completed: (outcome: CompleteOutcome, params: ParameterSet) => void;
  /** Told when the files of the best are new. */
  readonly changed: (evaluation: Evaluation) => void;
}

/** Keeps `best.json` and the full result of the best beside the evaluations. */
export interface BestBacktest {
  /** Takes note of a new best; backtests it in the background when it is time to. */
  improved(evaluation: Evaluation): void;
  /** Backtests the newest best now, if its result is not there yet. */
  settle(): Promise<void>;
}

export function createBestBacktest(options: BestBacktestOptions): BestBacktest {
  let newest: Evaluation | null = null;
  let stored: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let working: Promise<void> = Promise.resolve();

  const store = async (): Promise<void> => {
    const evaluation = newest;
    if (evaluation === null || evaluation.id === stored || options.abort.aborted) return;
    last = performance.now();
    const outcome = await fullBacktest(evaluation, options.setup, options);
    if (outcome === null) return;
    const repeats = metricDifferences(evaluation, outcome).length === 0;
    if (!repeats) {
      options.warn(
        `Evaluation ${evaluation.id} gave other metrics when it was run again: ` +
          'the strategy is not a function of its parameters and data',
      );
    }
    if (options.keepResults !== 'none') await writeResults('best', outcome, options.files);
    await options.files.write(
      'best.json',
      `{"v":1,"evaluation":${encodeEvaluation(evaluation).trimEnd()},"repeats":${repeats}}\n`,
    );
    stored = evaluation.id;
    options.changed(evaluation);
  };

  const enqueue = (): Promise<void> => {
    working = working.catch(() => {}).then(store);
    return working;
  };

  return {
    improved(evaluation) {
      newest = evaluation;
      if (evaluation.id === stored) return;
      if (evaluation.ms > SHORT_MS || performance.now() - last < EVERY_MS) return;
      last = performance.now();
      enqueue().catch((error: unknown) => options.warn(`Cannot store the best: ${String(error)}`));
    },
    settle: enqueue,
  };
}

export type FullBacktestOptions = Pick<
  BestBacktestOptions,
  'executor' | 'time' | 'requestId' | 'abort' | 'warn' | 'completed'
>;

/** Runs one evaluation again with the full result; null where it failed this time. */
export async function fullBacktest(
  evaluation: Evaluation,
  setup: BacktestSetup,
  options: FullBacktestOptions,
): Promise<CompleteOutcome | null> {
  options.time.launched();
  try {
    return await backtestInFull(evaluation, setup, options);
  } finally {
    options.time.landed();
  }
}

async function backtestInFull(
  evaluation: Evaluation,
  setup: BacktestSetup,
  options: FullBacktestOptions,
): Promise<CompleteOutcome | null> {
  const request = {
    id: options.requestId(),
    setup,
    params: evaluation.params,
    detail: 'full' as const,
  };
  for await (const outcome of options.executor.evaluate([request], options.abort)) {
    if (outcome.id !== request.id) continue;
    options.time.backtest(outcome.ms);
    if (outcome.status === 'complete') {
      options.completed(outcome, evaluation.params);
      return outcome;
    }
    options.warn(`Evaluation ${evaluation.id} failed when it was run again: ${outcome.error}`);
  }
  return null;
}

/** `backtests/best.json`, or `137.json`; a shared set's result on each symbol beside it. */
export async function writeResults(
  name: 'best' | 'holdout' | 'baseline' | number,
  { result, resultBySymbol = {} }: CompleteOutcome,
  files: Pick<SymbolFiles, 'write'>,
): Promise<void> {
  await files.write(`backtests/${name}.json`, result ?? '{}');
  for (const [symbol, text] of Object.entries(resultBySymbol)) {
    await files.write(`backtests/${name}.${symbolFolder(symbol)}.json`, text);
  }
}
