import { join } from 'node:path';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import type { Submission } from '../../../runner/run/runner.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';

export const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
/** Draws 20 sets. */
export const job = aJob({ stages: [aStage('drawing', { samples: 20, batch: 5 })] });
const backtest = ({ fast, slow }: ParameterSet) => ({ net_pnl: Number(fast) - Number(slow) });

/** A runner on real folders, whose backtests are a difference. */
export function aRunner(root: string, executor: Partial<FakeExecutorOptions> = {}) {
  const store = openRunStore(join(root, 'runs'));
  const runner = createTestRunner({
    store,
    createExecutor: ({ slots }) => createFakeExecutor({ backtest, slots, ...executor }),
    versions: { leantune: 'test' },
  });
  return { store, runner };
}

/** Starts what was submitted and waits for its end. */
export async function finish(submission: Submission, events: RunEvent[] = []) {
  if (!('execution' in submission)) throw new Error(`Cannot start: ${submission.message}`);
  return submission.execution.start((event) => events.push(event));
}
