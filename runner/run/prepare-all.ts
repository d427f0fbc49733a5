import type { Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { type PreflightRow, preflightRow } from '../domain/preflight.ts';

/** Prepares every symbol, and its holdout, whose missing data would only show at the end. */
export async function prepareAll(executor: Executor, job: Job) {
  const preparations = new Map<string, Preparation>();
  const holdouts: Preparation[] = [];
  const preflight: PreflightRow[] = [];
  const { backtest, holdout } = job;
  for (const symbol of job.symbols) {
    const found = await executor.prepare({ ...backtest, symbol });
    preparations.set(symbol, found);
    preflight.push(preflightRow({ symbol, part: 'search', wanted: backtest.dates }, found));
    if (holdout === null) continue;
    const later = await executor.prepare({ ...backtest, symbol, dates: holdout });
    holdouts.push(later);
    preflight.push(preflightRow({ symbol, part: 'holdout', wanted: holdout }, later));
  }
  return { preparations, holdouts, preflight };
}
