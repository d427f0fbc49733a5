import type { Job } from '../../runner/domain/job.ts';
import type { FixtureRunOptions } from './fixture-run-options.ts';
import { STAGES } from './fixture-search.ts';

/** The job of a made-up run. */
export function fixtureJob(options: FixtureRunOptions, symbols: readonly string[]): Job {
  return {
    name: options.name,
    study: 'moving averages',
    tags: options.tags ?? [],
    executor: { name: 'embedded', options: {} },
    symbols: options.shared ?? symbols,
    mode: options.shared ? 'shared' : 'each',
    sharedFitness: 'median',
    symbolsParallel: 2,
    backtest: {
      strategy: options.strategy ?? 'sma-cross',
      securityType: 'equity',
      market: 'usa',
      resolution: 'daily',
      normalization: 'Adjusted',
      benchmark: 'self',
      dates: { start: '2010-01-01', end: '2018-12-31' },
      cash: 100_000,
      dataFolder: '/data',
      fixedParameters: {},
    },
    holdout: options.holdout ? { start: '2019-01-01', end: '2020-12-31' } : null,
    parameters: [
      { name: 'fast', type: 'int', min: 5, max: 60 },
      { name: 'slow', type: 'int', min: 20, max: 200, step: 5 },
      { name: 'threshold', type: 'float', min: 0, max: 0.1, step: 0.005 },
      { name: 'exit_on_close', type: 'boolean' },
    ],
    rules: ['fast < slow'],
    fitness: { name: 'calmar', options: { min_trades: 30 } },
    constraints: [{ metric: 'max_drawdown', operator: '<', value: 30 }],
    ...(options.objectives && { objectives: options.objectives }),
    stages: STAGES.map(({ name, sampler }) => ({
      name,
      enabled: true,
      sampler: { name: sampler, options: {} },
    })),
    seed: options.seed,
    slots: 2,
    budget: { evaluations: options.planned },
    timeoutSeconds: 60,
    memoryLimitMb: 512,
    attempts: 2,
    resume: true,
  };
}
