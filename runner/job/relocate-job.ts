import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Job } from '../domain/job.ts';
import type { JobReader } from './job-reader.ts';

/**
 * The job of a run whose folder was moved here from another machine or another place: where its data
 * and its strategy stand now is what its job file says when it is read here. Whether they are still
 * the same is for the run's identity to decide, which knows their contents.
 *
 * @param source the run's own copy of its job file
 * @returns the job as it was where nothing is missing, or the file cannot be read here
 */
export async function relocateJob(
  reader: Pick<JobReader, 'read'>,
  job: Job,
  source: { readonly file: string; readonly text: string },
): Promise<Job> {
  const { dataFolder, strategy } = job.backtest;
  const isThere = existsSync(dataFolder) && (!isAbsolute(strategy) || existsSync(strategy));
  if (isThere) return job;
  const now = await reader.read(source.text, source.file, { trusted: true }).catch(() => null);
  if (now === null || now.kind !== 'job') return job;
  const { backtest } = now.job;
  const moved = { dataFolder: backtest.dataFolder, strategy: backtest.strategy };
  return { ...job, backtest: { ...job.backtest, ...moved } };
}
