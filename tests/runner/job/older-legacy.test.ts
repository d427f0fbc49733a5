import { afterAll, describe, expect, test } from 'vitest';
import { createProject } from './job-project.ts';
import { base, createOlderProject, dates } from './older-project.ts';

const project = createOlderProject();
afterAll(() => project[Symbol.dispose]());

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
