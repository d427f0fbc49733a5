import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup } from './run-inline.ts';

const names = [
  'sma-cross',
  'sma-long-short',
  'rsi-reversion',
  'bracket-breakout',
  'macd-trend',
  'buy-and-hold',
];

describe.each(names)('strategy %s', (name) => {
  const folder = resolve('harness/lean/strategies', name);
  const source = readFileSync(resolve(folder, 'Main.cs'), 'utf8');

  test('reads the same parameters with the same defaults in C#', async () => {
    const { parameters } = await loadStrategy(name, process.cwd());
    const read = source.matchAll(/GetParameter\("(\w+)", ([\d.]+)m?\)/g);
    const found = Object.fromEntries([...read].map(([, key, value]) => [key, Number(value)]));
    expect(found).toEqual({ ...parameters, InitialCash: 100_000 });
    const config = JSON.parse(readFileSync(resolve(folder, 'config.json'), 'utf8'));
    const texts = Object.entries(parameters).map(([key, value]) => [key, String(value)]);
    expect(config.parameters).toEqual(Object.fromEntries(texts));
  });

  test('is a project of its own: one class, no paths of a machine', () => {
    const classes = [...source.matchAll(/public class (\w+) : QCAlgorithm/g)];
    expect(classes.length).toBe(1);
    expect(existsSync(resolve(folder, `${classes[0]?.[1]}.csproj`))).toBe(true);
    expect(source).not.toMatch(/"\/|[A-Z]:\\/);
  });
});

/** What LEAN made of the C# twin over the same data: orders and equity at the end. */
const MACD_TREND = [
  ['SPY daily', { dates: { start: '2005-01-03', end: '2015-12-31' } }, 150, 109_418.23],
  [
    'SPY hourly',
    { resolution: 'hour', dates: { start: '2013-01-01', end: '2014-12-31' } },
    62,
    123_684.18,
  ],
  ['SPY by minutes', { resolution: 'minute' }, 1, 101_742.04],
  [
    'EURUSD hourly',
    {
      symbol: 'EURUSD',
      securityType: 'forex',
      market: 'oanda',
      resolution: 'hour',
      normalization: 'Raw',
      dates: { start: '2012-01-01', end: '2014-12-31' },
    },
    30,
    100_158.01,
  ],
] as const;

describe.skipIf(missingReference !== null)('macd-trend trades as in LEAN', () => {
  test.each(MACD_TREND)('%s', async (_, changes, orders, equity) => {
    const setup = leanSetup({ ...changes, strategy: 'macd-trend' });
    const strategy = await loadStrategy('macd-trend', process.cwd());
    const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
    const { metrics, result } = backtest.run({}, 'full');
    expect(Object.keys(JSON.parse(result ?? '').orders).length).toBe(orders);
    expect(metrics['end_equity']).toBeCloseTo(equity, 2);
  });
});
