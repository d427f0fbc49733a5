import { join } from 'node:path';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import { createTestRunner } from '../../fixtures/test-runner.ts';
import { testSamplers } from '../../fixtures/test-samplers.ts';

export const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
export const parameters: Job['parameters'] = [
  { name: 'fast', type: 'int', min: 1, max: 12 },
  { name: 'slow', type: 'int', min: 1, max: 15 },
];
export const climb = (samples: number) => aStage('climbing', { samples, batch: 5 });
export const draw = (samples: number) => aStage('drawing', { samples, batch: 5 });
/** A job of a study; it climbs unless told otherwise. */
export const study = (change: Partial<Job>): Job =>
  aJob({ study: 's', parameters, rules: [], stages: [climb(30)], verify: false, ...change });

/** Fails for some sets, always the same ones. */
function backtest({ fast, slow }: ParameterSet) {
  const [x, y] = [Number(fast), Number(slow)];
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return { net_pnl: -((x - 4) ** 2) - (y - 9) ** 2, trade_count: 10 + x, sharpe_ratio: x };
}

/** A runner whose fitnesses and backtests are quick, and what it has carried out. */
export function studyRunner(root: string, executor: Partial<FakeExecutorOptions> = {}) {
  const store = openRunStore(join(root, 'runs'));
  const all = { ...testSamplers, grid: samplers.grid };
  const carriedOut: ParameterSet[] = [];
  const fitnesses = {
    ...testFitnesses,
    sharpe: {
      ...testFitnesses.net_profit,
      create: () => (metrics: Readonly<Record<string, number>>) => metrics['sharpe_ratio'] ?? 0,
    },
  } as typeof testFitnesses;
  const runner = createTestRunner({
    store,
    samplers: all as never,
    fitnesses,
    createExecutor: ({ slots }) =>
      createFakeExecutor({
        backtest,
        slots,
        onBacktest: ({ params, detail }) => {
          if (detail === 'metrics') carriedOut.push(params);
        },
        ...executor,
      }),
    versions: { leantune: 'test' },
  });
  const run = async (job: Job): Promise<RunRecord & { readonly message: string }> => {
    const submission = await runner.submit(job, source);
    if (!('execution' in submission)) throw new Error(submission.message);
    return { ...(await submission.execution.start(() => {})), message: submission.message };
  };
  const lines = (id: string) => store.evaluations(id, 'SPY');
  return {
    store,
    runner,
    run,
    lines,
    carriedOut,
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

/** The sets, as text. */
export const keys = (sets: readonly { readonly params: ParameterSet }[]): string[] =>
  sets.map(({ params }) => `${params['fast']},${params['slow']}`);
