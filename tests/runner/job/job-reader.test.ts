import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProject, minimal } from './job-project.ts';
import { registries } from './registries.ts';

const { fitnesses, samplers } = registries;

describe('JobReader.read()', () => {
  test('fills in what a job does not say', async () => {
    using project = createProject();
    const job = await project.job(minimal, 'spx-daily.json');
    expect(job).toEqual({
      name: 'spx-daily',
      study: null,
      tags: [],
      executor: { name: 'embedded', options: {} },
      symbols: ['SPX'],
      mode: 'each',
      sharedFitness: 'median',
      symbolsParallel: availableParallelism(),
      backtest: {
        strategy: 'sma-cross',
        securityType: 'equity',
        market: 'usa',
        resolution: 'daily',
        normalization: 'Adjusted',
        benchmark: 'self',
        dates: { start: '2000-01-03', end: '2020-04-17' },
        cash: 100_000,
        dataFolder: join(project.root, '.leantune', 'sample-data'),
        fixedParameters: {},
      },
      holdout: null,
      parameters: minimal.parameters,
      rules: [],
      fitness: { name: 'calmar', options: fitnesses.calmar.options.parse({}) },
      constraints: [],
      stages: [
        {
          name: 'auto',
          enabled: true,
          sampler: { name: 'auto', options: samplers.auto.options.parse({ samples: 200 }) },
        },
      ],
      seed: 42,
      slots: availableParallelism(),
      budget: {},
      timeoutSeconds: 60,
      timeoutMeasured: true,
      memoryLimitMb: 1024,
      attempts: 3,
      resume: true,
    });
  });

  test('keeps what a job says', async () => {
    using project = createProject();
    mkdirSync(join(project.root, 'data'));
    const job = await project.job({
      ...minimal,
      $schema: './schema/job.schema.json',
      name: 'Über',
      study: 's',
      tags: ['a'],
      engine: 'embedded',
      executor: { kind: 'embedded' },
      symbol: undefined,
      symbols: ['eurusd', 'Gbpusd'],
      security_type: 'forex',
      resolution: 'hour',
      normalization: 'Raw',
      benchmark: 'spy',
      cash: 5_000.5,
      data: 'data',
      fixed_parameters: { stop: 0.1, mode: 'x', on: true },
      rules: ['fast < slow'],
      fitness: { name: 'composite', terms: [{ metric: 'net_pnl', weight: 1 }] },
      constraints: [{ metric: 'Sharpe Ratio', operator: '>=', value: 0 }],
      stages: [{ sampler: 'random', samples: 7, name: 'first look', enabled: true }],
      seed: 0,
      slots: 3,
      budget: { seconds: 1.5 },
      timeout_seconds: 0.5,
      memory_limit_mb: 64,
      attempts: 1,
      resume: false,
    });
    expect(job).toMatchObject({
      name: 'Über',
      executor: { name: 'embedded', options: {} },
      symbols: ['EURUSD', 'GBPUSD'],
      backtest: {
        market: 'oanda',
        benchmark: 'SPY',
        dataFolder: join(project.root, 'data'),
        fixedParameters: { stop: 0.1, mode: 'x', on: true },
      },
      rules: ['fast < slow'],
      fitness: { name: 'composite', options: { terms: [{ metric: 'net_pnl', weight: 1 }] } },
      stages: [{ name: 'first look', sampler: { name: 'random', options: { samples: 7 } } }],
      budget: { seconds: 1.5 },
      resume: false,
    });
  });

  test('searches with auto where no stage is named, by the budget or else by the parameters', async () => {
    using project = createProject();
    const samplesOf = async (fields: object) => {
      const { stages } = await project.job({ ...minimal, ...fields });
      expect(stages).toMatchObject([{ name: 'auto', sampler: { name: 'auto' } }]);
      return stages[0]?.sampler.options['samples'];
    };
    const parameters = (count: number) => ({
      parameters: Array.from({ length: count }, (_, n) => {
        return { name: `p${n}`, type: 'float', min: 0, max: 1 };
      }),
    });
    expect(await samplesOf(parameters(1))).toBe(200);
    expect(await samplesOf(parameters(8))).toBe(400);
    expect(await samplesOf(parameters(40))).toBe(1_000);
    expect(await samplesOf({ budget: { evaluations: 30 } })).toBeUndefined();
    expect(await samplesOf({ budget: { seconds: 5 } })).toBeUndefined();
  });

  test.each([
    ['2018-01-01', '2020-04-17', '2000-01-03', '2017-12-31'],
    ['2018-01-01', '2021-12-31', '2000-01-03', '2017-12-31'],
    ['2000-01-03', '2004-02-29', '2004-03-01', '2020-04-17'],
    ['1990-01-01', '2000-12-31', '2001-01-01', '2020-04-17'],
    ['2020-04-18', '2021-12-31', '2000-01-03', '2020-04-17'],
    ['1990-01-01', '2000-01-02', '2000-01-03', '2020-04-17'],
  ])('keeps the holdout %s to %s out of the search', async (from, to, start, end) => {
    using project = createProject();
    const job = await project.job({ ...minimal, holdout: { start: from, end: to } });
    expect(job.holdout).toEqual({ start: from, end: to });
    expect(job.backtest.dates).toEqual({ start, end });
  });

  test('gives stages names of their own', async () => {
    using project = createProject();
    const stages = [
      { sampler: 'lhs' },
      { sampler: 'lhs', enabled: false },
      { sampler: 'random', name: 'lhs-3' },
      { sampler: 'lhs' },
    ];
    const job = await project.job({ ...minimal, stages });
    expect(job.stages.map(({ name }) => name)).toEqual(['lhs', 'lhs-2', 'lhs-3', 'lhs-4']);
    expect(job.stages.map(({ enabled }) => enabled)).toEqual([true, false, true, true]);
  });

  test('reads a parameter file from the project, or from beside a job elsewhere', async () => {
    using project = createProject();
    using elsewhere = createProject();
    const space = { _note: 'x', parameters: minimal.parameters, rules: ['fast < slow'] };
    project.write('config/spaces/sma.json', space);
    elsewhere.write('mine/list.yaml', '- { name: fast, type: int, min: "2", max: 9 }');
    const job = { ...minimal, parameters: 'config/spaces/sma.json', rules: ['slow > 30'] };
    expect(await project.job(job)).toMatchObject({
      parameters: minimal.parameters,
      rules: ['fast < slow', 'slow > 30'],
    });
    const file = join(elsewhere.root, 'mine', 'job.json');
    const near = await project.job({ ...minimal, parameters: 'list.yaml' }, file);
    expect(near.parameters).toEqual([{ name: 'fast', type: 'int', min: 2, max: 9 }]);
    expect(await project.problems({ ...minimal, parameters: 'list.yaml' })).toHaveLength(1);
  });

  test('takes the path of a strategy from the project root on', async () => {
    using project = createProject();
    const file = project.write('strategies/mine.ts', 'export default class {}');
    for (const strategy of ['./strategies/mine.ts', 'strategies/mine.ts', file]) {
      const { backtest } = await project.job({ ...minimal, strategy });
      expect(backtest.strategy).toBe('strategies/mine.ts');
    }
  });
});
