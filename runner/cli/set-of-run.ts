import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { relocateJob } from '../job/relocate-job.ts';
import { bestParameters } from '../report/best-parameters.ts';
import { keptSource } from '../run/kept-source.ts';
import { symbolFolder } from '../run/symbol-folder.ts';
import { findRun } from './find-run.ts';
import type { FlagValue } from './flag-values.ts';
import type { JobFlags } from './job-flags.ts';
import { runEvaluation } from './run-evaluation.ts';
import type { Services } from './services.ts';

export interface BacktestOptions extends JobFlags {
  readonly config?: string;
  /** A run whose best set is wanted. */
  readonly run?: string;
  readonly param?: Readonly<Record<string, FlagValue>>;
  readonly params?: Readonly<Record<string, FlagValue>>;
  /** File for LEAN's result JSON. */
  readonly full?: string;
  /** Whether the run's folder gets it. */
  readonly keep?: true;
  readonly json?: true;
}

/** A backtest that is to be made. */
export interface BacktestJob {
  readonly job: Job;
  readonly params: ParameterSet;
  /** Where it is of a set of a run. */
  readonly of?: SetOfRun;
}

export interface SetOfRun {
  /** What the run says of this very backtest; null where parameters, dates or symbols differ. */
  readonly evaluation: Evaluation | null;
  /** Where its full result is kept in the run's folder. */
  readonly file: string;
}

/**
 * The best set of a run, or that of one evaluation, as `latest#137` names it.
 * @throws InputError where there is none, or another is to be kept in its place
 */
export async function setOfRun(
  { store, reader }: Pick<Services, 'store' | 'reader'>,
  text: string,
  options: BacktestOptions,
): Promise<BacktestJob> {
  const { run, evaluation: id } = runEvaluation(text);
  const found = await findRun(store, run);
  const { record } = found;
  // The folder may have come from elsewhere, where its data stood in another place.
  const job = await relocateJob(reader, found.job, await keptSource(store.folder(record.id)));
  // A set of all symbols is backtested on one of them.
  const isShared = job.mode === 'shared';
  const wanted = options.symbol?.[0];
  const choice = { evaluation: id, symbol: isShared ? undefined : wanted };
  const best = await bestParameters(store, found, choice);
  const [{ symbol: own, folder, evaluation }] = best.sets as readonly [(typeof best.sets)[0]];
  const symbol = isShared ? (wanted ?? job.symbols[0] ?? own) : own;
  const { start = job.backtest.dates.start, end = job.backtest.dates.end } = options;
  const backtest = { ...job.backtest, dates: { start, end } };
  const isChanged = ['start', 'end', 'params', 'param'].some((key) => key in options);
  if (options.keep === true && isChanged) {
    throw new InputError('Cannot keep the result', [
      { path: '--keep', wanted: 'the parameters and dates of the run', found: 'others' },
    ]);
  }
  const name = isShared ? `${evaluation.id}.${symbolFolder(symbol)}` : String(evaluation.id);
  return {
    job: { ...job, backtest, symbols: [symbol] },
    params: { ...evaluation.params, ...options.params, ...options.param },
    of: {
      evaluation: isChanged || isShared ? null : evaluation,
      file: join(store.folder(record.id), folder, 'backtests', `${name}.json`),
    },
  };
}
