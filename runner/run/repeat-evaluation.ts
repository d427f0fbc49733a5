import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import type { CompleteOutcome, Executor, Outcome } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { Verification } from '../domain/verification.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { writeResults } from './best-backtest.ts';
import { metricDifferences } from './metric-differences.ts';
import { placeOf } from './place-of.ts';

/** What a backtest outside of a run needs. */
export interface BacktestKit {
  /** Makes an executor with the job's slots, not started. */
  createExecutor(job: Job): Executor;
  ensureData(job: Job): Promise<void>;
}

export interface RepeatOptions extends BacktestKit {
  readonly job: Job;
  /** Of the search. */
  readonly symbol: string;
  readonly signal: AbortSignal;
}

export interface Repeat {
  readonly verification: Verification;
  /** Whether the line holds metrics that these can be compared with: a failed set's has none. */
  readonly compared: boolean;
  /** Null where it failed this time. */
  readonly outcome: CompleteOutcome | null;
  readonly ms: number;
}

/**
 * Backtests an evaluation's set once more with its full result, in an executor that is started for
 * it alone, and compares its metrics with the line.
 */
export async function repeatEvaluation(
  evaluation: Evaluation,
  { job, symbol, signal, ...kit }: RepeatOptions,
): Promise<Repeat> {
  await kit.ensureData(job);
  await using fresh = kit.createExecutor({ ...job, slots: 1 });
  await fresh.start();
  const { executor, setup } = placeOf({ symbol }, job, fresh);
  await executor.prepare(setup);
  const request = { id: 1, setup, params: evaluation.params, detail: 'full' as const };
  const [outcome] = await Array.fromAsync(executor.evaluate([request], signal));
  const compared = evaluation.status === 'complete' || evaluation.status === 'invalid';
  const complete = outcome?.status === 'complete' ? outcome : null;
  const differences = complete && compared ? metricDifferences(evaluation, complete) : [];
  const error = errorOf(outcome);
  return {
    verification: {
      evaluation: evaluation.id,
      executor: job.executor.name,
      engine: setup.engine ?? 'embedded',
      kind: 'repeat',
      equal: error === null && differences.length === 0,
      differences,
      error,
      at: new Date().toISOString(),
    },
    compared,
    outcome: complete,
    ms: outcome?.ms ?? 0,
  };
}

function errorOf(outcome: Outcome | undefined): string | null {
  if (outcome === undefined) return 'no outcome';
  return outcome.status === 'complete' ? null : outcome.error;
}

/** Keeps a full result beside the search, by the id of its evaluation. */
export async function keepResult(
  symbolFolder: string,
  evaluation: number,
  outcome: CompleteOutcome,
): Promise<void> {
  // Its parent is not made: a run that was deleted meanwhile stays deleted.
  await mkdir(join(symbolFolder, 'backtests')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const write = (name: string, content: string) =>
    writeFileAtomic(join(symbolFolder, name), content);
  await writeResults(evaluation, outcome, { write });
}
