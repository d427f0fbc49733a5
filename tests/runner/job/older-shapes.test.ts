import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createJobReader } from '../../../runner/job/job-reader.ts';
import { createProject } from './job-project.ts';
import { registries } from './registries.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const space = [
  { name: 'fast', min: '5', max: 40, step: 5, type: 'int', _note: 'x' },
  { name: 'threshold', min: 0.0, max: '0.4', step: '1e-1', type: 'float', description: 'd' },
];
project.write('config/parameter_space.json', { _comment: 'x', parameters: space });

const older = {
  // Ours, and needed; such files may hold keys of both kinds.
  strategy: 'sma-cross',
  _comment: 'a comment',
  parameter_space_file: 'config/parameter_space.json',
  base_params: {
    ticker: 'spy',
    startDate: '20050101',
    endDate: '20151231',
    InitialCash: '50000',
    mode: 'x',
    stop: '0.5',
  },
  stages: { genetic_standalone: { enabled: true } },
};

describe('JobReader.read() of an optimization file of the Python tool', () => {
  test('takes over what is backtested', async () => {
    expect(await project.job(older)).toMatchObject({
      symbols: ['SPY'],
      backtest: {
        strategy: 'sma-cross',
        dates: { start: '2005-01-01', end: '2015-12-31' },
        cash: 50_000,
        fixedParameters: { mode: 'x', stop: 0.5 },
      },
      parameters: [
        { name: 'fast', min: 5, max: 40, step: 5, type: 'int' },
        { name: 'threshold', min: 0, max: 0.4, step: 0.1, type: 'float', description: 'd' },
      ],
      slots: 5,
      seed: 42,
    });
  });

  test("fills in that tool's own defaults", async () => {
    const { fitness, stages } = await project.job(older);
    expect(fitness).toMatchObject({
      name: 'calmar',
      options: {
        min_trades: 30,
        min_profit_factor: 1,
        max_drawdown_limit: null,
        zero_drawdown: 'invalid',
      },
    });
    expect(stages).toEqual([
      {
        name: 'genetic_standalone',
        enabled: true,
        sampler: {
          name: 'genetic',
          options: {
            population_size: 125,
            generations: 73,
            batch_size: 15,
            tournament_size: 3,
            crossover_probability: 0.95,
            mutation_probability: 0.05,
            early_stopping_generations: 15,
            early_stopping_min_delta: 0.01,
            seed_from_previous: false,
            n_seeds: 10,
            // Ours, all as that tool does it.
            mutation: 'uniform',
            niching: false,
            steady_state: false,
            restarts: false,
          },
        },
      },
    ]);
    const { stages: _, ...unstaged } = older;
    expect((await project.job(unstaged)).stages).toEqual(stages);
  });

  test('takes numbers and switches that are text, and seeds of stages', async () => {
    const stages = {
      lhs: { enabled: 'false', n_samples: '9', random_state: 1 },
      genetic: { enabled: 'True', population_size: '20', random_state: '7', n_seeds: '3' },
    };
    const fitness = { name: 'sharpe', min_trades: '5', max_drawdown_limit: '20' };
    const file = { ...older, stages, fitness, worker_count: '3', random_state: 9 };
    const job = await project.job(file);
    expect(job).toMatchObject({ seed: 9, slots: 3 });
    expect(job.stages.map(({ seed }) => seed)).toEqual([1, 7]);
    expect(job.fitness.options).toMatchObject({ min_trades: 5, max_drawdown_limit: 20 });
    expect(job.stages.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['lhs', false],
      ['genetic', true],
    ]);
    expect(job.stages[1]?.sampler.options).toMatchObject({
      population_size: 20,
      n_seeds: 3,
      seed_from_previous: true,
    });
    const lhs = { ...file, stages: { lhs: { enabled: true } } };
    expect((await project.job(lhs)).seed).toBe(9);
  });

  test('runs a standalone search in place of all others', async () => {
    const stages = { genetic_standalone: { enabled: true }, lhs: { enabled: true, n_samples: 5 } };
    const job = await project.job({ ...older, stages });
    expect(job.stages.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['lhs', false],
      ['genetic_standalone', true],
    ]);
  });

  test('lets our own keys outrank theirs', async () => {
    const own = { symbols: ['IBM', 'AAPL'], start: '2010-01-01', slots: 1, fitness: 'sharpe' };
    const job = await project.job({ ...older, ...own, stages: [{ sampler: 'lhs' }] });
    expect(job).toMatchObject({
      symbols: ['IBM', 'AAPL'],
      backtest: { dates: { start: '2010-01-01', end: '2015-12-31' } },
      fitness: { name: 'sharpe' },
      stages: [{ name: 'lhs' }],
      slots: 1,
    });
  });

  test('takes what is missing from the environment, or says where it may stand', async () => {
    const env = { LEANTUNE_STRATEGY: 'buy-and-hold', LEANTUNE_SYMBOL: 'ibm', WORKER_COUNT: '4' };
    const reader = createJobReader({ ...registries, projectRoot: project.root, env });
    const base_params = { startDate: '20050101', endDate: '20151231' };
    const { strategy: _, ...rest } = older;
    const text = JSON.stringify({ ...rest, base_params });
    expect(await reader.read(text, 'x.json')).toMatchObject({
      job: { symbols: ['IBM'], slots: 4, backtest: { strategy: 'buy-and-hold' } },
    });
    const problems = await project.problems({ ...rest, base_params: {} });
    expect(problems.map(({ path, wanted }) => [path, wanted.split(':')[0]])).toEqual([
      ['strategy', 'a strategy'],
      ['base_params.startDate', 'base_params.startDate, such as "20050101"'],
      ['base_params.endDate', 'base_params.endDate, such as "20151231"'],
      ['base_params.ticker', 'a ticker'],
    ]);
  });

  test('tells problems where that file has the values', async () => {
    const text = `{ "strategy": "sma-cross",
      "base_params": { "ticker": "a/b",
        "startDate": "2005", "endDate": "20151231",
        "InitialCash": "much" },
      "parameter_space_file": "../space.json",
      "stages": {
        "lhs": { "enabled": true,
          "n_samples": "few",
          "n_sample": 3 },
        "genetik": {},
        "bayesian": 5 },
      "worker_count": 0
    }`;
    const problems = await project.problems(text);
    expect(problems.map(({ path, line }) => [path, line])).toEqual([
      ['base_params.ticker', 2],
      ['base_params.startDate', 3],
      ['base_params.InitialCash', 4],
      ['parameter_space_file', 5],
      ['stages.lhs.n_samples', 8],
      ['stages.lhs.n_sample', 9],
      ['stages.genetik', 10],
      ['stages.bayesian', 11],
      ['worker_count', 12],
    ]);
  });
});

const shared = process.env['LEANTUNE_SHARED'] ?? join(import.meta.dirname, '../../../../shared');
const examples = join(shared, 'reference/old-config');

if (!existsSync(examples)) console.warn(`Skipped: no folder ${examples}`);

describe.skipIf(!existsSync(examples))('the reference files of the Python tool', () => {
  const root = join(project.root, 'reference');
  cpSync(existsSync(examples) ? examples : import.meta.dirname, join(root, 'config'), {
    recursive: true,
  });
  afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const reader = createJobReader({
    ...registries,
    projectRoot: root,
    env: { LEANTUNE_STRATEGY: 'sma-cross', LEANTUNE_SYMBOL: 'SPY' },
  });
  const read = (file: string) =>
    reader.read(readFileSync(join(root, 'config', file), 'utf8'), file);

  test.each([
    ['parameter_sets.json', 'a list of parameter sets'],
    ['parameter_space.json', 'a parameter space'],
    ['base_config.json', 'a LEAN configuration'],
  ])('%s is no job but %s', async (file, what) => {
    expect(await read(file)).toEqual({ kind: 'other', what });
  });

  test('optimization_ga.json is a genetic search alone', async () => {
    expect(await read('optimization_ga.json')).toMatchObject({
      job: {
        name: 'optimization_ga',
        symbols: ['SPY'],
        backtest: { dates: { start: '2005-01-01', end: '2015-12-31' }, cash: 100_000 },
        parameters: [{ name: 'fast' }, { name: 'slow' }, { name: 'threshold', step: 0.1 }],
        fitness: {
          name: 'calmar',
          options: { min_trades: 10, min_profit_factor: 0.5, zero_drawdown: 'invalid' },
        },
        stages: [
          {
            name: 'genetic_standalone',
            enabled: true,
            sampler: {
              name: 'genetic',
              options: {
                population_size: 30,
                generations: 12,
                batch_size: 6,
                crossover_probability: 0.95,
                mutation_probability: 0.05,
                tournament_size: 3,
                early_stopping_generations: 5,
                early_stopping_min_delta: 0.01,
                seed_from_previous: false,
                n_seeds: 0,
              },
            },
          },
        ],
        seed: 42,
        slots: 2,
      },
    });
  });

  test('optimization_pipeline.json is four stages', async () => {
    const reading = await read('optimization_pipeline.json');
    if (reading.kind === 'other') throw new Error(reading.what);
    const { stages, fitness, symbols } = reading.job;
    expect(symbols).toEqual(['SPY']);
    expect(fitness.options).toMatchObject({ min_trades: 10, min_profit_factor: 1 });
    expect(stages.map(({ name, sampler }) => [name, sampler.name])).toEqual([
      ['lhs', 'lhs'],
      ['bayesian', 'tpe'],
      ['genetic_seeded', 'genetic'],
      ['local_grid', 'local_grid'],
    ]);
    expect(stages[0]?.sampler.options).toMatchObject({ samples: 40 });
    expect(stages[1]?.sampler.options).toMatchObject({ samples: 60, batch_size: 10 });
    expect(stages[2]?.sampler.options).toMatchObject({
      population_size: 30,
      generations: 8,
      batch_size: 15,
      seed_from_previous: true,
      n_seeds: 10,
    });
    expect(stages[3]?.sampler.options).toMatchObject({ top_n: 3, radius: 1, max_neighbors: 50 });
  });
});
