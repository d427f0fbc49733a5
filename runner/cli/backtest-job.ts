import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { findRun } from './find-run.ts';
import type { FlagValue } from './flag-values.ts';
import type { JobFlags } from './job-flags.ts';
import { backtestKeys, overlaid, readJob } from './job-source.ts';
import type { Services } from './services.ts';

export interface BacktestOptions extends JobFlags {
  readonly config?: string;
  /** A run whose best set is wanted. */
  readonly run?: string;
  readonly param?: Readonly<Record<string, FlagValue>>;
  readonly params?: Readonly<Record<string, FlagValue>>;
  /** File for LEAN's result JSON. */
  readonly full?: string;
  readonly json?: true;
}

export interface BacktestJob {
  readonly job: Job;
  readonly params: ParameterSet;
}

/** What a job must have and a single backtest does not use. */
const UNUSED = { parameters: [{ name: 'unused', type: 'boolean' }], stages: [{ sampler: 'grid' }] };

/** The job of a single backtest: from a run, from a file or from flags alone. */
export async function backtestJob(
  services: Services,
  file: string | undefined,
  options: BacktestOptions,
): Promise<BacktestJob> {
  if (options.run !== undefined) return bestOfRun(services, options.run, options);
  const keys = backtestKeys(options);
  const source = await overlaid(file, file === undefined ? { ...keys, ...UNUSED } : keys);
  return {
    job: await readJob(services.reader, source),
    params: { ...options.params, ...options.param },
  };
}

/** @throws InputError where no set of the run was valid */
async function bestOfRun(
  { store }: Services,
  id: string,
  { symbol, start, end, params, param }: BacktestOptions,
): Promise<BacktestJob> {
  const { record, job } = await findRun(store, id);
  const progress = record.symbols.find(
    (one) => one.best !== null && (symbol === undefined || symbol.includes(one.symbol)),
  );
  if (progress?.best == null) {
    throw new InputError(`Cannot backtest the best of run ${record.id}`, [
      {
        path: '',
        wanted: `a valid set${symbol === undefined ? '' : ` of ${symbol}`}`,
        found: 'none',
      },
    ]);
  }
  const { dates } = job.backtest;
  const backtest = {
    ...job.backtest,
    dates: { start: start ?? dates.start, end: end ?? dates.end },
  };
  return {
    job: { ...job, backtest, symbols: [progress.symbol] },
    params: { ...progress.best.params, ...params, ...param },
  };
}
