import type { Job } from '../domain/job.ts';
import type { Identity, RunRecord } from '../domain/run-record.ts';
import type { SearchPlan } from '../pipeline/plan.ts';
import { searchesOf } from './searches.ts';
import { symbolFolder } from './symbol-folder.ts';
import { createProgressKeeper } from './symbol-progress.ts';

/** The most evaluations of all its searches together; null where only time ends them. */
export function plannedEvaluations(job: Job, { evaluations }: SearchPlan): number | null {
  return Number.isFinite(evaluations) ? evaluations * searchesOf(job).length : null;
}

/** The record of a run that has not begun. */
export function newRecord(options: {
  readonly job: Job;
  readonly plan: SearchPlan;
  readonly identity: Identity;
  readonly versions: Readonly<Record<string, string>>;
}): Omit<RunRecord, 'id'> {
  const { job, plan, identity, versions } = options;
  const now = new Date().toISOString();
  return {
    v: 1,
    name: job.name,
    study: job.study,
    tags: job.tags,
    state: 'queued',
    reason: null,
    strategy: job.backtest.strategy,
    executor: job.executor.name,
    dates: job.backtest.dates,
    holdout_dates: job.holdout,
    seed: job.seed,
    slots: job.slots,
    identity,
    versions,
    created_at: now,
    updated_at: now,
    ended_at: null,
    seconds: 0,
    evaluations_per_second: null,
    tickers: job.symbols,
    space_size: plan.space.size === null ? null : String(plan.space.size),
    planned_evaluations: plannedEvaluations(job, plan),
    symbols: searchesOf(job).map(
      (symbol) => createProgressKeeper(symbol, symbolFolder(symbol), plan).progress,
    ),
  };
}
