import type { Preparation } from '../domain/executor.ts';
import type { Identified } from '../domain/identified.ts';
import type { Job } from '../domain/job.ts';
import type { PreflightRow } from '../domain/preflight.ts';
import type { Identity } from '../domain/run-record.ts';
import { planSearch, type SearchPlan } from '../pipeline/plan.ts';
import type { SamplerRegistry } from '../pipeline/registries.ts';
import type { ExecutorPool } from './executor-pool.ts';
import { untilLatestDay } from './latest-day.ts';
import { prepareAll } from './prepare-all.ts';

export interface CheckOptions {
  readonly samplers: SamplerRegistry;
  /** Puts in place what a job's data folder may lack: the sample data are made on first use. */
  readonly ensureData: (job: Job) => Promise<void>;
  /** What makes two jobs the same search. */
  readonly identify: (job: Job, preparations: ReadonlyMap<string, Preparation>) => Identity;
}

/** A job that was checked against strategy and data. */
export interface CheckedJob extends Identified {
  readonly plan: SearchPlan;
  readonly warnings: readonly string[];
  readonly preparations: ReadonlyMap<string, Preparation>;
  readonly preparationSeconds: number;
  readonly preflight: readonly PreflightRow[];
}

/** @throws InputError where strategy, data or space cannot be used */
export async function checkJob(
  given: Job,
  pool: Pick<ExecutorPool, 'lend'>,
  { samplers, ensureData, identify }: CheckOptions,
): Promise<CheckedJob> {
  const plan = planSearch(given, samplers);
  await ensureData(given);
  await using lease = await pool.lend(given);
  const started = performance.now();
  const job = await untilLatestDay(lease.executor, given);
  const { preparations, holdouts, preflight } = await prepareAll(lease.executor, job);
  const preparationSeconds = (performance.now() - started) / 1000;
  const identity = identify(job, preparations);
  const found = [...preparations.values(), ...holdouts].flatMap(({ warnings }) => warnings);
  const warnings = [...new Set([...(job.notes ?? []), ...found])];
  return { job, plan, identity, warnings, preparations, preparationSeconds, preflight };
}
