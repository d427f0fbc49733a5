import { afterAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import { createProject } from './job-project.ts';

const project = createProject({ LEANTUNE_STRATEGY: 'sma-cross' });
afterAll(() => project[Symbol.dispose]());

const dates = { startDate: '20050101', endDate: '20151231', InitialCash: '100000' };
const base = {
  base_params: { ...dates, mode: 'x' },
  fitness: { name: 'calmar', min_trades: '10' },
  stages: { lhs: { enabled: true, n_samples: 5 } },
  worker_count: 3,
};
project.write('config/parameter_space.json', {
  parameters: [{ name: 'fast', min: 5, max: 40, step: 5, type: 'int' }],
});
project.write('config/base.json', base);

const runsOf = ({ symbols, slots, symbolsParallel }: Job) => ({ symbols, slots, symbolsParallel });

describe('JobReader.read() of a universe file', () => {
  const universe = { symbols: ['SPY', 'ibm'], base_config: 'config/base.json' };

  test('applies the file that it names to every symbol', async () => {
    const job = await project.job({ ...universe, symbols_parallel: '2', total_workers: '4' });
    expect(runsOf(job)).toEqual({ symbols: ['SPY', 'IBM'], slots: 4, symbolsParallel: 2 });
    expect(job).toMatchObject({
      backtest: { dates: { start: '2005-01-01' }, fixedParameters: { mode: 'x' } },
      fitness: { name: 'calmar', options: { min_trades: 10 } },
      stages: [{ name: 'lhs', sampler: { options: { samples: 5 } } }],
    });
  });

  test('takes the workers of that file where it says none, and our own keys over both', async () => {
    expect(runsOf(await project.job(universe))).toMatchObject({ slots: 3, symbolsParallel: 3 });
    const own = { fixed_parameters: { size: 2 }, slots: 1, total_workers: 9, seed: 5 };
    const job = await project.job({ ...universe, ...own });
    expect(job).toMatchObject({ slots: 1, seed: 5 });
    expect(job.backtest.fixedParameters).toEqual({ mode: 'x', size: 2 });
  });

  test('finds what its files name as config/… beside them, wherever they lie', async () => {
    project.write('elsewhere/base.json', base);
    project.write('elsewhere/parameter_space.json', {
      parameters: [{ name: 'slow', min: 1, max: 4, type: 'int' }],
    });
    const text = { ...universe, base_config: 'config/base.json' };
    const job = await project.job(text, `${project.root}/elsewhere/universe.json`);
    // The project's own come first.
    expect(job.parameters[0]?.name).toBe('fast');
    project.write('far/away.json', { ...base, parameter_space_file: 'config/far.json' });
    project.write('far/far.json', { parameters: [{ name: 'slow', min: 1, max: 4, type: 'int' }] });
    const far = { ...universe, base_config: 'config/away.json' };
    const other = await project.job(far, `${project.root}/far/universe.json`);
    expect(other.parameters[0]?.name).toBe('slow');
  });

  test('tells where in that file something is wrong', async () => {
    project.write('config/faulty.json', { ...base, stages: { lhs: { enabled: 1, n_sample: 2 } } });
    const faulty = { ...universe, base_config: 'config/faulty.json', total_workers: 0 };
    const problems = await project.problems(faulty);
    expect(problems.map(({ path, wanted }) => `${path}: ${wanted}`)).toEqual([
      'base_config: a known key (did you mean "n_samples"?) for stages.lhs.n_sample in config/faulty.json',
      'base_config: at least one stage that is enabled for stages in config/faulty.json',
      'total_workers: at least 1',
    ]);
  });

  test.each([
    ['config/none.json', 'no such file'],
    ['../../outside.json', 'a path that leaves it'],
    ['config/parameter_space.json', 'a parameter space in config/parameter_space.json'],
    ['config/universe.json', 'one that names others in config/universe.json'],
  ])('refuses %s as its base', async (base_config, found) => {
    project.write('config/universe.json', universe);
    const problems = await project.problems({ ...universe, base_config });
    expect(problems[0]).toMatchObject({ path: 'base_config' });
    expect(problems[0]?.found).toContain(found);
  });

  test('says which strategy is missing', async () => {
    using bare = createProject();
    bare.write('config/parameter_space.json', {
      parameters: [{ name: 'a', min: 1, max: 4, type: 'int' }],
    });
    bare.write('config/base.json', base);
    const [problem, ...others] = await bare.problems(universe);
    expect(problem).toMatchObject({ path: 'strategy', found: 'nothing' });
    expect(problem?.wanted).toContain('config/defaults/');
    expect(others).toEqual([]);
  });
});

describe('JobReader.read() of sets to backtest', () => {
  const sets = {
    SPY: [{ ticker: 'SPY', ...dates, fast: '10', slow: '50' }],
    IBM: [
      { ...dates, fast: '20', slow: '1e2' },
      { ...dates, fast: '5', trail: 'true' },
    ],
  };

  test('by symbol: lists, every result kept, no limit that hides one', async () => {
    const job = await project.job({ param_sets: sets, symbols_parallel: 2, total_workers: 2 });
    expect(runsOf(job)).toEqual({ symbols: ['SPY', 'IBM'], slots: 2, symbolsParallel: 2 });
    expect(job).toMatchObject({
      keepResults: 'all',
      backtest: { dates: { start: '2005-01-01', end: '2015-12-31' }, cash: 100_000 },
      parameters: [
        { name: 'fast', type: 'categorical', values: [10, 20, 5] },
        { name: 'slow', type: 'categorical', values: [50, 100] },
        { name: 'trail', type: 'categorical', values: ['true'] },
      ],
      fitness: { name: 'net_profit', options: { min_trades: 1, min_profit_factor: 0 } },
    });
    expect(job.stages[0]?.sampler).toMatchObject({
      name: 'list',
      options: {
        by_symbol: {
          SPY: [{ fast: 10, slow: 50 }],
          IBM: [
            { fast: 20, slow: 100 },
            { fast: 5, trail: 'true' },
          ],
        },
      },
    });
  });

  test('by symbol: runs the symbols that are named, and says what it leaves out', async () => {
    const job = await project.job({ param_sets: sets, symbols: ['spy'] });
    expect(job.symbols).toEqual(['SPY']);
    expect(job.notes).toEqual(['param_sets.IBM is not in symbols']);
  });

  test('in a list: by the ticker of each set, or all of them on the symbols that are named', async () => {
    const parameter_sets = [...sets.SPY, { ticker: 'IBM', ...dates, fast: '1' }];
    const job = await project.job({ parameter_sets });
    expect(job.symbols).toEqual(['SPY', 'IBM']);
    expect(job.stages[0]?.sampler.options).toMatchObject({
      by_symbol: { SPY: [{ fast: 10 }], IBM: [{ fast: 1 }] },
    });
    const all = await project.job({ parameter_sets, symbols: ['AAPL', 'SPY'] });
    expect(all.symbols).toEqual(['AAPL', 'SPY']);
    expect(all.stages[0]?.sampler.options['sets']).toHaveLength(2);
  });

  test('tells problems where the sets stand', async () => {
    const param_sets = {
      SPY: [{ ...dates, ticker: 'IBM', fast: [1] }, 5],
      IBM: 'all',
      AAPL: [{ ...dates, startDate: '20060101', 'a b': 1 }],
    };
    const problems = await project.problems({ param_sets });
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'param_sets.AAPL[0].startDate',
      'param_sets.IBM',
      'param_sets.SPY[0].fast',
      'param_sets.SPY[0].ticker',
      'param_sets.SPY[1]',
    ]);
    const ours = { start: '2005-01-01', end: '2006-01-01' };
    const [empty] = await project.problems({ parameter_sets: [], symbol: 'SPY', ...ours });
    expect(empty?.path).toBe('parameter_sets');
    const mixed = await project.problems({ parameter_sets: [sets.SPY[0], { ...dates, fast: 1 }] });
    expect(mixed.map(({ path }) => path)).toEqual(['parameter_sets[1].ticker']);
    const named = await project.problems({ param_sets: { SPY: [{ ...dates, 'a b': 1 }] } });
    expect(named.map(({ path }) => path)).toEqual(['param_sets.SPY[0]["a b"]']);
    const [none] = await project.problems({ param_sets: { SPY: [{ fast: 1 }] } });
    expect(none).toMatchObject({ path: 'param_sets.SPY[0].startDate', found: 'nothing' });
  });
});

describe('JobReader.read() of a job with a list of sets', () => {
  const job = {
    strategy: 'sma-cross',
    symbols: ['SPY', 'IBM'],
    start: '2005-01-01',
    end: '2006-01-01',
  };
  const stage = { sampler: 'list', sets: [{ fast: 5 }], by_symbol: { ibm: [{ fast: 7 }] } };

  test('needs no parameters', async () => {
    const { parameters } = await project.job({ ...job, stages: [stage] });
    expect(parameters).toEqual([{ name: 'fast', type: 'categorical', values: [5, 7] }]);
  });

  test('wants the sets to be of its parameters, and some for every symbol', async () => {
    const parameters = [{ name: 'fast', type: 'int', min: 1, max: 6 }];
    const wrong = await project.problems({ ...job, parameters, stages: [stage] });
    expect(wrong.map(({ path }) => path)).toEqual(['stages[0].by_symbol.ibm[0]']);
    const [none] = await project.problems({ ...job, stages: [{ ...stage, sets: [] }] });
    expect(none).toMatchObject({ path: 'stages[0].sets', wanted: 'sets for SPY' });
  });

  test('wants parameters where another stage searches', async () => {
    const [problem] = await project.problems({ ...job, stages: [stage, { sampler: 'lhs' }] });
    expect(problem).toMatchObject({ path: 'parameters', found: 'nothing' });
  });
});

describe('JobReader.read() of a job that names an older file', () => {
  const ours = { strategy: 'buy-and-hold', symbol: 'AAPL', start: '2010-01-04' };

  test('puts its own keys over the file', async () => {
    const job = await project.job({ legacy: 'config/base.json', ...ours, tags: ['old'] });
    expect(job).toMatchObject({
      symbols: ['AAPL'],
      tags: ['old'],
      slots: 3,
      backtest: { strategy: 'buy-and-hold', dates: { start: '2010-01-04', end: '2015-12-31' } },
    });
  });

  test('takes universes and lists of sets', async () => {
    project.write('config/u.json', { symbols: ['SPY', 'IBM'], base_config: 'config/base.json' });
    const universe = await project.job({ legacy: 'config/u.json', strategy: 'buy-and-hold' });
    expect(universe.symbols).toEqual(['SPY', 'IBM']);
    project.write('config/sets.json', [{ ...dates, fast: '3' }]);
    const sets = await project.job({ legacy: 'config/sets.json', ...ours });
    expect(sets).toMatchObject({ symbols: ['AAPL'], keepResults: 'all' });
    expect(sets.stages[0]?.sampler.options['sets']).toEqual([{ fast: 3 }]);
  });

  test('tells what is wrong in the file, or with it', async () => {
    project.write('config/few.json', {
      ...base,
      stages: { lhs: { enabled: true, n_samples: 'few' } },
    });
    project.write('config/over.json', { symbols: ['SPY'], base_config: 'config/few.json' });
    const [few] = await project.problems({ legacy: 'config/over.json' });
    expect(few).toMatchObject({ path: 'legacy', found: 'the text "few"', line: 2 });
    expect(few?.wanted).toContain(
      'stages.lhs.n_samples in config/few.json, base_config in config/over',
    );
    for (const [legacy, found] of [
      ['config/none.json', 'no such file'],
      ['config/parameter_space.json', 'a parameter space'],
    ] as const) {
      const [problem] = await project.problems({ legacy, ...ours });
      expect(problem).toMatchObject({ path: 'legacy' });
      expect(problem?.found).toContain(found);
    }
  });
});

describe('JobReader.read() with optimizer_config.json of the grid tool', () => {
  const settings = {
    parallelization: { num_workers: '3', combinations_per_chunk: 10 },
    checkpoint: { interval: 100, file: 'checkpoint.json' },
    ranking_weights: { total_r: 0.4, sharpe_ratio: 0.35, winrate: '0.25' },
    news_filter: { enabled: true, before_minutes: '3', after_minutes: 5 },
  };
  const notes = ['combinations_per_chunk', 'checkpoint.file'];
  const weighed = {
    slots: 3,
    checkpointEvery: 100,
    outputs: { weights: { total_r: 0.4, sharpe_ratio: 0.35, winrate: 0.25 }, minTrades: 10 },
    backtest: {
      fixedParameters: { news_filter: true, news_before_minutes: 3, news_after_minutes: 5 },
    },
    fitness: {
      name: 'composite',
      options: {
        min_trades: 10,
        terms: [
          { metric: 'sharpe_ratio', weight: 0.35 },
          { metric: 'win_rate', weight: 0.25 },
        ],
      },
    },
  };
  const job = {
    strategy: 'sma-cross',
    symbol: 'SPY',
    start: '2005-01-01',
    end: '2006-01-01',
    parameters: [{ name: 'fast', type: 'int', min: 1, max: 6 }],
  };

  test('takes it among the defaults, and says what it does otherwise', async () => {
    using own = createProject();
    own.write('config/defaults/optimizer_config.json', settings);
    const read = await own.job(job);
    expect(read).toMatchObject(weighed);
    expect(notes.map((word) => read.notes?.find((note) => note.includes(word)))).not.toContain(
      undefined,
    );
    expect(await own.job({ ...job, slots: 1, fitness: 'sharpe' })).toMatchObject({
      slots: 1,
      fitness: { name: 'sharpe' },
    });
  });

  test('takes it as the older file of a job', async () => {
    project.write('config/optimizer_config.json', settings);
    expect(await project.job({ ...job, legacy: 'config/optimizer_config.json' })).toMatchObject(
      weighed,
    );
  });

  test('is no job by itself', async () => {
    const read = await project.reader.read(JSON.stringify(settings), 'optimizer_config.json');
    expect(read).toEqual({ kind: 'other', what: 'settings of the grid optimizer' });
  });
});
