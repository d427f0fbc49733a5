import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createProject } from './job-project.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());

/** As LEAN's example has it. */
const config = {
  'optimizer-close-automatically': true,
  'optimization-launcher': 'ConsoleLeanOptimizer',
  'results-destination-folder': '',
  'optimization-strategy': 'QuantConnect.Optimizer.Strategies.GridSearchOptimizationStrategy',
  'optimization-strategy-settings': { $type: 'T', 'default-segment-amount': 5 },
  'optimization-criterion': { target: "Statistics.['Sharpe Ratio']", extremum: 'max' },
  parameters: [
    { name: 'ema-fast', min: 10, max: 50, step: 10 },
    { Key: 'ema-slow', Min: '0.1', Max: '0.6' },
    { name: 'mode', value: '3' },
  ],
  'maximum-concurrent-backtests': 3,
};
const setup = { strategy: 'sma-cross', symbol: 'SPX', start: '2000-01-03', end: '2015-12-31' };

describe('JobReader.read() of a configuration of the LEAN optimizer', () => {
  test('searches its grid by its criterion', async () => {
    const job = await project.job({ ...config, ...setup }, 'optimizer.json');
    expect(job).toMatchObject({
      name: 'optimizer',
      slots: 3,
      backtest: { strategy: 'sma-cross', fixedParameters: { mode: 3 } },
      parameters: [
        { name: 'ema-fast', type: 'int', min: 10, max: 50, step: 10 },
        { name: 'ema-slow', type: 'float', min: 0.1, max: 0.6, step: 0.1 },
      ],
      fitness: {
        name: 'composite',
        options: {
          min_trades: 1,
          min_profit_factor: 0,
          terms: [{ metric: 'sharpe_ratio', weight: 1 }],
        },
      },
    });
    expect(job.stages.map(({ sampler }) => sampler.name)).toEqual(['grid']);
  });

  test.each([
    ['TotalPerformance.PortfolioStatistics.Drawdown', 'lessOrEqual', 0.25, 'max_drawdown <= 25'],
    ['Drawdown', '<', '25.5%', 'max_drawdown < 25.5'],
    ['Total Trades', 'greater', '10', 'trade_count > 10'],
    [
      'totalperformance.tradestatistics.profitfactor',
      'GREATEROREQUAL',
      1.2,
      'profit_factor >= 1.2',
    ],
    ["['Statistics']['Net Profit']", 'notEqual', '12.3%', 'net_pnl != 12.3'],
  ])('constraint %s %s %s', async (target, operator, value, wanted) => {
    const constraints = [{ target, operator, 'target-value': value }];
    const job = await project.job({ ...config, ...setup, constraints });
    const texts = job.constraints.map((one) => `${one.metric} ${one.operator} ${one.value}`);
    expect(texts).toEqual([wanted]);
    const camel = [{ Target: target, operator, targetValue: value }];
    expect((await project.job({ ...config, ...setup, constraints: camel })).constraints).toEqual(
      job.constraints,
    );
  });

  test('minimises, keeps days from the search, and says what it does otherwise', async () => {
    const job = await project.job({
      ...config,
      ...setup,
      'optimization-strategy': 'QuantConnect.Optimizer.Strategies.EulerSearchOptimizationStrategy',
      'optimization-criterion': { target: 'Drawdown', extremum: 'min', 'target-value': 0.1 },
      parameters: [
        { name: 'fast', min: 10, max: 50, step: 10, 'min-step': 2 },
        { name: 'slow', min: 0, max: 1, step: 0.1 },
      ],
      'out-of-sample-max-end-date': '2015-12-31',
      'out-of-sample-days': 365,
    });
    expect(job.fitness.options).toMatchObject({ terms: [{ metric: 'max_drawdown', weight: -1 }] });
    expect(job.parameters).toMatchObject([{ step: 2 }, { step: 0.01 }]);
    expect(job.stages.map(({ sampler }) => sampler.name)).toEqual(['lhs', 'local_grid']);
    expect(job.holdout).toEqual({ start: '2015-01-01', end: '2015-12-31' });
    expect(job.backtest.dates.end).toBe('2014-12-31');
    expect(job.notes?.join()).toMatch(/target-value is not used.*EulerSearch is done as/s);
  });

  test('takes parameters that say what to backtest for that', async () => {
    const { strategy } = setup;
    const job = await project.job({
      ...config,
      strategy,
      parameters: [
        { name: 'fast', values: [5, 10] },
        { name: 'ticker', value: 'ibm' },
        { name: 'startDate', value: '20050101' },
        { name: 'endDate', value: '20151231' },
        { name: 'InitialCash', value: '5000' },
      ],
    });
    expect(job).toMatchObject({
      symbols: ['IBM'],
      backtest: { cash: 5000, dates: { start: '2005-01-01', end: '2015-12-31' } },
      parameters: [{ name: 'fast', type: 'int', values: [5, 10] }],
    });
  });

  test('names the field of every fault', async () => {
    const problems = await project.problems({
      ...config,
      'optimization-criterion': { target: 'Sharp Ratio', extremum: 'most' },
      constraints: [{ target: 5, operator: 'under', 'target-value': 1 }],
      parameters: [
        { name: 'mode', value: 3 },
        { name: 'fast', min: 50, max: 10, step: 10 },
        { name: 'slow', min: 0, max: 10, step: -1 },
        { name: 'third', min: 0, max: 10, step: 1, 'min-step': 2 },
        7,
      ],
    });
    const told = problems.map(({ path, wanted }) => `${path}: ${wanted}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'optimization-criterion.extremum: "max" or "min"',
        expect.stringContaining('did you mean "SharpeRatio"?'),
        expect.stringContaining('constraints[0].target: a statistic of LEAN'),
        expect.stringContaining('constraints[0].operator: one of less, lessOrEqual'),
        expect.stringMatching(/^parameters\[1\]/),
        'parameters[2].step: a number above 0',
        'parameters[3].min-step: at most the step, 1',
        'parameters[4]: an object',
        expect.stringContaining('algorithm-location: a strategy: "algorithm-location"'),
        expect.stringContaining('symbol: a ticker'),
      ]),
    );
  });

  test('takes the strategy from defaults, or the lean-cli project that it lies in', async () => {
    using own = createProject();
    const { strategy, ...rest } = setup;
    own.write('config/defaults/mine.json', setup);
    expect((await own.job(config)).backtest.strategy).toBe(strategy);

    using bare = createProject();
    const copy = join(bare.root, 'P');
    mkdirSync(copy);
    writeFileSync(join(copy, 'Main.cs'), 'class A : QCAlgorithm {}');
    writeFileSync(join(copy, 'config.json'), '{\n// mine\n"algorithm-language":"CSharp"}');
    const job = await bare.job({ ...config, ...rest }, join(copy, 'optimizer-config.json'));
    expect(job).toMatchObject({
      executor: { name: 'process' },
      backtest: { strategy: 'P', engine: 'lean' },
    });
  });

  test('takes file and class of the algorithm', async () => {
    project.write('strategies/Ema.cs', 'class Ema : QCAlgorithm {}');
    const { strategy: _, ...rest } = setup;
    const algorithm = {
      'algorithm-location': 'strategies/Ema.cs',
      'algorithm-type-name': 'Ema',
      'algorithm-language': 'CSharp',
    };
    const job = await project.job({ ...config, ...rest, ...algorithm });
    expect(job).toMatchObject({
      executor: { name: 'process', options: { class_name: 'Ema' } },
      backtest: { strategy: 'strategies/Ema.cs', engine: 'lean' },
    });
    const missing = { ...algorithm, 'algorithm-location': 'QuantConnect.Algorithm.CSharp.dll' };
    const problems = await project.problems({ ...config, ...rest, ...missing });
    expect(problems).toMatchObject([{ path: 'algorithm-location' }]);
  });
});
