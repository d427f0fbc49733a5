import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { isStable } from '../../../harness/embedded/data/stable-coins.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

class Holding extends Algorithm {
  readonly #prepare: (algorithm: Algorithm) => void;

  constructor(prepare: (algorithm: Algorithm) => void = () => {}) {
    super();
    this.#prepare = prepare;
  }

  initialize(): void {
    this.addEquity('spx');
    this.#prepare(this);
  }

  override onData(): void {
    if (!this.portfolio.invested) this.setHoldings('spx', 0.5);
  }
}

function backtestOf(
  prepare?: (algorithm: Algorithm) => void,
  changes: Partial<BacktestSetup> = {},
) {
  const setup = sampleSetup(place.dataFolder, changes);
  const strategy = { name: 'own', create: () => new Holding(prepare), parameters: {} };
  return createBacktest({ setup, data: loadMarketData(setup), strategy });
}

const RATIOS = ['alpha', 'beta', 'information_ratio', 'tracking_error', 'treynor_ratio'];

describe('setBenchmark()', () => {
  test('with the job’s own symbol changes nothing', () => {
    const wanted = backtestOf().run({}, 'metrics').metrics;
    expect(wanted['beta']).toBeGreaterThan(0.4);
    const set = backtestOf((algorithm) => algorithm.setBenchmark('spx'), { benchmark: 'NONE' });
    expect(set.run({}, 'metrics').metrics).toEqual(wanted);
    expect(set.warnings.length).toBe(0);
  });

  test('takes a function of time, asked once a day with the clock of that moment', () => {
    const asked: [string, string][] = [];
    const backtest = backtestOf((algorithm) =>
      algorithm.setBenchmark((time) => {
        asked.push([time.toISOString(), algorithm.utcTime.toISOString()]);
        return algorithm.securities.get('spx').price;
      }),
    );
    const { metrics, result } = backtest.run({}, 'full');
    const { values } = JSON.parse(result ?? '').charts.Benchmark.series.Benchmark;
    expect(asked.length).toBe(values.length);
    expect(asked.every(([given, clock]) => given === clock)).toBe(true);
    // A position of half the cash in what it is measured against.
    expect(metrics['beta']).toBeGreaterThan(0.4);
    expect(metrics['beta']).toBeLessThan(0.8);
    expect(backtest.run({}, 'full').metrics).toEqual(metrics);
  });

  test('is a benchmark of the backtest alone', () => {
    const backtest = backtestOf((algorithm) => {
      const isOther = algorithm.getParameter('other', false);
      if (isOther) algorithm.setBenchmark((time) => 100 + time.getUTCDate());
    });
    const own = backtest.run({}, 'metrics').metrics;
    const other = backtest.run({ other: true }, 'metrics').metrics;
    expect(other['beta']).not.toBe(own['beta']);
    expect(other['end_equity']).toBe(own['end_equity']);
    expect(backtest.run({}, 'metrics').metrics).toEqual(own);
  });

  test('measures nothing against what is always 0', () => {
    const { metrics } = backtestOf((algorithm) => algorithm.setBenchmark(0)).run({}, 'metrics');
    for (const name of RATIOS) expect(metrics).not.toHaveProperty(name);
  });

  test('warns of a benchmark without data and measures nothing against it', () => {
    const backtest = backtestOf((algorithm) => algorithm.setBenchmark('equity', 'gone'));
    const { metrics } = backtest.run({}, 'metrics');
    expect([...backtest.warnings]).toEqual([expect.stringContaining('gone.zip", found none')]);
    for (const name of RATIOS) expect(metrics).not.toHaveProperty(name);
  });

  test('is refused after initialize', () => {
    class Late extends Holding {
      override onData(): void {
        this.setBenchmark('spx');
      }
    }
    const setup = sampleSetup(place.dataFolder);
    const strategy = { name: 'own', create: () => new Late(), parameters: {} };
    const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
    expect(() => backtest.run({}, 'metrics')).toThrow(
      'Cannot set the benchmark: wanted it in initialize, found the run begun',
    );
  });
});

describe('a job’s benchmark “brokerage”', () => {
  test('is none with a broker that has none', () => {
    const { metrics } = backtestOf(
      (algorithm) => algorithm.setBrokerageModel('InteractiveBrokersBrokerage'),
      { benchmark: 'brokerage' },
    ).run({}, 'metrics');
    for (const name of RATIOS) expect(metrics).not.toHaveProperty(name);
  });

  test('gives way to the strategy’s own', () => {
    const { metrics } = backtestOf(
      (algorithm) => {
        algorithm.setBrokerageModel('InteractiveBrokersBrokerage');
        algorithm.setBenchmark('spx');
      },
      { benchmark: 'brokerage' },
    ).run({}, 'metrics');
    expect(metrics['beta']).toBeGreaterThan(0.4);
  });
});

test('isStable() knows coins that LEAN takes to be worth what they follow', () => {
  expect(isStable('USDT', 'USD', 'binance')).toBe(true);
  expect(isStable('USDC', 'USDT', 'binance')).toBe(true);
  expect(isStable('BTC', 'USDT', 'binance')).toBe(false);
  expect(isStable('USDT', 'USD', 'coinbase')).toBe(false);
  expect(isStable('USDT', 'EUR', 'binance')).toBe(false);
  expect(isStable('EURS', 'EUR', 'bitfinex')).toBe(true);
});
