import { afterAll, describe, expect, test } from 'vitest';
import { createOlderProject, dates, runsOf } from './older-project.ts';

const project = createOlderProject();
afterAll(() => project[Symbol.dispose]());

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
