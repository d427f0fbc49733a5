import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { metricOf } from '../../../runner/domain/evaluation.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { Random } from '../../../runner/domain/random.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { executors } from '../../../runner/executors/index.ts';
import { createExecutor, outcomesOf, requestsOf } from '../../fixtures/executor-under-test.ts';
import { type Accuse, searchIn } from './judge-runs.ts';

export interface RecomputeOptions {
  readonly runs: string;
  readonly record: RunRecord;
  /** Evaluations a search. */
  readonly count: number;
  readonly random: Random;
  readonly cacheFolder: string;
}

/**
 * Backtests some sets of a run again in a process that has done nothing before. Returns how many:
 * what each search recorded must be what its parameters give.
 */
export async function recompute(options: RecomputeOptions, accuse: Accuse): Promise<number> {
  const { runs, record, count, random, cacheFolder } = options;
  const text = readFileSync(join(runs, record.id, 'job.resolved.json'), 'utf8');
  const job = JSON.parse(text) as Job;
  await using executor = createExecutor(executors.embedded, { cacheFolder, memoryLimitMb: 1_024 });
  await executor.start();
  let done = 0;
  for (const { symbol, folder } of record.symbols) {
    const all = searchIn(join(runs, record.id, folder));
    const some = all
      .map((evaluation) => [random(), evaluation] as const)
      .sort(([a], [b]) => a - b)
      .slice(0, count)
      .map(([, evaluation]) => evaluation);
    const { engine, ...setup } = { ...job.backtest, symbol };
    const requests = requestsOf(
      setup,
      some.map(({ params }) => params),
    );
    const outcomes = await outcomesOf(executor, requests);
    for (const [index, outcome] of outcomes.entries()) {
      done++;
      const recorded = some[index] as Evaluation;
      const problem =
        outcome.status === 'complete'
          ? differenceOf(recorded, outcome.metrics)
          : `failed: ${outcome.status === 'failed' ? outcome.error : outcome.status}`;
      if (problem !== null) accuse('P9', `run ${record.id} ${folder}#${recorded.id} ${problem}`);
    }
  }
  return done;
}

/** Lines of searches that measure variations leave those to the columns. */
function differenceOf(
  recorded: Evaluation,
  found: Readonly<Record<string, number>>,
): string | null {
  for (const [name, value] of Object.entries(found)) {
    const wanted = metricOf(recorded, name);
    if (wanted !== undefined && wanted !== value) {
      return `says ${name} is ${wanted}; its parameters give ${value}`;
    }
  }
  return null;
}
