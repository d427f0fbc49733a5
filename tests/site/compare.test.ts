import { describe, expect, test } from 'vitest';
import { compareNotes } from '../../site/data/compare-notes.ts';
import { readCompareQuery, writeCompareQuery } from '../../site/data/compare-query.ts';
import type { LoadedRun } from '../../site/data/compare-row.ts';
import { withRecord } from '../../site/data/compared-run.ts';
import { leanMetrics } from '../../site/data/lean-metrics.ts';
import { differencesOf, measuredDifferently } from '../../site/data/measured-alike.ts';
import { createQueue } from '../../site/data/queue.ts';
import { compared } from './compared.ts';

describe('the address of a comparison', () => {
  test('readCompareQuery() reads what writeCompareQuery() wrote', () => {
    const query = {
      runs: ['a', 'b'],
      symbol: 'BRK/B',
      axis: 'seconds',
      log: true,
      all: true,
      hidden: ['b'],
    } as const;
    const text = writeCompareQuery(query);
    expect(text).toBe('?runs=a,b&symbol=BRK%2FB&x=seconds&log=1&all=1&hide=b');
    expect(readCompareQuery(text)).toEqual(query);
  });

  test('readCompareQuery() takes each run once, and none from nothing', () => {
    expect(readCompareQuery('?runs=a,,b,a').runs).toEqual(['a', 'b']);
    expect(readCompareQuery('').runs).toEqual([]);
  });
});

describe('withRecord()', () => {
  test('chooses the symbol with the best fitness, or the one that is wanted', () => {
    const symbols = ['SPY', 'AAPL', 'MSFT'];
    expect(compared({ symbols }).choice?.label).toBe('MSFT');
    expect(compared({ symbols }, 0, 'AAPL').choice?.label).toBe('AAPL');
    expect(compared({ symbols }, 0, 'GOOG').choice).toBeNull();
  });

  test('finds a symbol in a shared search', () => {
    const shared = ['SPY', 'AAPL'];
    expect(compared({ shared }).choice).toMatchObject({ of: null, label: 'SPY, AAPL' });
    expect(compared({ shared }, 0, 'AAPL').choice).toMatchObject({ of: 'AAPL', label: 'AAPL' });
  });

  test('keeps what was fetched while the search is the same', () => {
    const run = compared({ symbols: ['SPY', 'AAPL'] });
    const news = { record: run.record, job: run.job };
    expect(withRecord(run, { ...news, symbol: null }).best).toBe(run.best);
    expect(withRecord(run, { ...news, symbol: 'SPY' }).best).toBeNull();
  });
});

describe('compareNotes()', () => {
  const sampled = (run: LoadedRun, sampler: string, seed: number): LoadedRun => ({
    ...run,
    record: { ...run.record, seed, identity: { ...run.record.identity, search: sampler + seed } },
    job: {
      ...run.job,
      stages: [{ name: 'a', enabled: true, sampler: { name: sampler, options: {} } }],
    },
  });

  test('warns of samplers that ran with one seed, of other budgets, and of searches that are the same', () => {
    const run = compared({});
    const two = [sampled(run, 'tpe', 1), sampled(run, 'de', 1)];
    expect(compareNotes(two)).toEqual([expect.stringContaining('with one seed')]);
    expect(compareNotes([...two, sampled(run, 'tpe', 2)])).toEqual([]);
    expect(compareNotes([run, run])).toEqual([expect.stringContaining('the same search')]);
    const longer = compared({ done: 200 });
    expect(compareNotes([sampled(run, 'tpe', 1), sampled(longer, 'tpe', 2)])).toEqual([
      expect.stringContaining('200 to 300 evaluations'),
    ]);
  });

  test('names the data where the same files have another content', () => {
    const run = compared({});
    const identity = { ...run.record.identity, data: 'other' };
    const changed = { ...run, record: { ...run.record, identity } };
    expect(measuredDifferently([run, changed])).toEqual(['data']);
    expect(differencesOf(run, run)).toEqual([]);
  });
});

test('leanMetrics() reads what LEAN printed, and leaves out what it did not', () => {
  const printed = { 'Net Profit': '116.325%', 'Win Rate': '56%', 'Total Orders': '174' };
  expect(leanMetrics(printed)).toEqual({ net_pnl: 116.325, win_rate: 0.56, trade_count: 174 });
});

test('createQueue() runs no more at a time than it may, and goes on after a failure', async () => {
  const queue = createQueue(2);
  let [running, most, ended] = [0, 0, 0];
  const { promise, resolve } = Promise.withResolvers<void>();
  for (let task = 0; task < 7; task++) {
    queue(async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (++ended === 7) resolve();
    });
  }
  await promise;
  expect(most).toBe(2);
});
