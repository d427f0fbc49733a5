import { join } from 'node:path';
import { InputError, type Problem } from '../domain/errors.ts';
import type { Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { type PreflightRow, preflightRow } from '../domain/preflight.ts';
import type { Services } from './services.ts';

/** The data of one symbol, for the search or for its holdout. */
export interface DataFound {
  readonly row: PreflightRow;
  /** Null where the data cannot be used. */
  readonly preparation: Preparation | null;
  readonly problems: readonly Problem[];
  /** The problems as people read them; null where there are none. */
  readonly message: string | null;
}

/** Looks at the data of every symbol of a job, and of its holdout, also after one that has none. */
export async function lookAtData(job: Job, executor: Executor): Promise<DataFound[]> {
  const found: DataFound[] = [];
  const { backtest, holdout } = job;
  for (const symbol of job.symbols) {
    const look = { symbol, backtest, executor };
    found.push(await lookAt({ ...look, part: 'search', wanted: backtest.dates }));
    if (holdout !== null) found.push(await lookAt({ ...look, part: 'holdout', wanted: holdout }));
  }
  return found;
}

/** The sample data are made on first use. */
export async function ensureDataOf(
  job: Job,
  services: Pick<Services, 'home' | 'ensureSampleData'>,
): Promise<void> {
  const sample = join(services.home, '.leantune', 'sample-data');
  if (job.backtest.dataFolder === sample) await services.ensureSampleData();
}

interface Look extends Pick<PreflightRow, 'symbol' | 'part' | 'wanted'> {
  readonly backtest: Job['backtest'];
  readonly executor: Executor;
}

async function lookAt({ symbol, part, wanted, backtest, executor }: Look): Promise<DataFound> {
  const place = { symbol, part, wanted };
  try {
    const preparation = await executor.prepare({ ...backtest, symbol, dates: wanted });
    const row = preflightRow(place, preparation);
    return { row, preparation, problems: [], message: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problems, message } = error;
    const row = { ...place, state: 'error' as const, preflight: null };
    return { row, preparation: null, problems, message };
  }
}
