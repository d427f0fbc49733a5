import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import { prepareBars } from '../../../harness/embedded/prepare/prepare-bars.ts';
import type { BacktestSetup, Executor, Outcome } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import {
  createExecutor,
  outcomeOf,
  outcomesOf,
  requestsOf,
  setupOf,
} from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { gridOf } from '../../harness/embedded/steps/step-sets.ts';

const folder = temporaryFolder();
const sample = join(folder.path, 'sample');
const prepared = join(folder.path, 'prepared');
const started: Executor[] = [];

function start(
  options: { readonly timeoutSeconds?: number; readonly slots?: number } = {},
): Executor {
  const cacheFolder = join(folder.path, 'cache');
  const executor = createExecutor(executors.embedded, { cacheFolder, slots: 1, ...options });
  started.push(executor);
  return executor;
}

const inSteps = (): BacktestSetup => setupOf(sample, 'in-steps');

function ibSetup(rest: Partial<BacktestSetup> = {}): BacktestSetup {
  return {
    ...setupOf(prepared, ''),
    strategy: 'initial-balance',
    symbol: 'GER40',
    securityType: 'cfd',
    market: 'oanda',
    resolution: 'minute',
    dates: { start: '2024-01-01', end: '2024-12-31' },
    ...rest,
  };
}

beforeAll(async () => {
  await ensureSampleData(sample);
  const source = { kind: 'synthetic', days: 60, start: '2024-01-02', seed: 3 } as const;
  await prepareBars({ symbol: 'GER40', source, folder: prepared, replace: false });
});
afterEach(async () => {
  for (const executor of started.splice(0)) await executor[Symbol.asyncDispose]();
});
afterAll(() => folder[Symbol.dispose]());

function metricsOf(outcome: Outcome | undefined) {
  return outcome?.status === 'complete' ? outcome.metrics : outcome?.error;
}

describe('a strategy made of steps', () => {
  it('shares steps between the sets of a chunk and of later ones', async () => {
    const executor = start();
    const sets = gridOf({ second: [1, 2, 3, 4, 5], first: [7, 8] });
    const before = await outcomesOf(executor, requestsOf(inSteps(), sets));
    const after = await outcomesOf(executor, requestsOf(inSteps(), sets, 100));
    expect(after.map((outcome) => metricsOf(outcome))).toMatchObject(
      sets.map(() => ({ computed: 2 })),
    );
    const sums = (outcomes: readonly Outcome[]) =>
      outcomes.map((outcome) => outcome.status === 'complete' && outcome.metrics['sum']);
    expect(sums(after)).toEqual(sums(before));
    expect(new Set(sums(before)).size).toBe(10);
  });

  it('tells metrics as rows, leaves absent ones out, and names what it reads', async () => {
    const outcome = await outcomeOf(start(), inSteps(), { first: 3 });
    if (outcome.status !== 'complete') throw new Error(outcome.error);
    expect(Object.keys(outcome.metrics)).toEqual(['sum', 'computed']);
    expect(outcome.parametersRead).toEqual(['first', 'second', 'fault']);
    const { names = [], values, offset = 0 } = outcome.row ?? {};
    expect(names).toEqual(['sum', 'computed', 'absent']);
    expect(values?.[offset]).toBe(outcome.metrics['sum']);
    expect(values?.[offset + 2]).toBeNaN();
  });

  it('loses no set but the one that is at fault', async () => {
    const faults = ['none', 'throw', 'none', 'reject', 'none', 'loop', 'exit', 'none'];
    const sets = faults.map((fault, first) => ({ first, fault }));
    const executor = start({ timeoutSeconds: 5 });
    const found = await outcomesOf(executor, requestsOf(inSteps(), sets));
    const told = found.map((outcome) => (outcome.status === 'failed' ? outcome.error : 'none'));
    expect(told).toMatchObject(
      [
        'none',
        'no such luck',
        'none',
        'nobody waits for this',
        'none',
        'wanted an end within 5 s',
        'Cannot call process.exit',
        'none',
      ].map((text) => expect.stringContaining(text) as unknown),
    );
  });

  it('says before a search what sets share, and what should be known', async () => {
    const preparation = await start().prepare(inSteps());
    expect(preparation.sharing).toEqual(['first', 'second', 'fault']);
    expect(preparation.warnings).toContainEqual(expect.stringMatching(/^seen \d+ bars of SPX$/));
    expect(preparation.defaults).toEqual({ first: 1, second: 1, fault: 'none', unread: 0 });
  });

  it('gives the result of a set with trades and equity', async () => {
    const executor = start();
    const [request] = requestsOf(inSteps(), [{ first: 2, second: 3 }]);
    if (request === undefined) throw new Error('No request');
    const [outcome] = await outcomesOf(executor, [{ ...request, detail: 'full' }]);
    const text = outcome?.status === 'complete' ? outcome.result : undefined;
    const result = JSON.parse(text ?? '{}');
    expect(result.trades).toMatchObject([{ direction: 'long', gain: 0.5, why: 'because' }]);
    const equity = result.charts['Strategy Equity'].series.Equity.values;
    expect(equity.map(([, value]: number[]) => value)).toEqual([1_000_000, 1_500_000, 1_500_000]);
    expect(result.totalPerformance.closedTrades).toMatchObject([
      { profitLoss: 500_000, isWin: true },
    ]);
    expect(result.statistics).toMatchObject({ computed: '1' });
  });

  it("may be a file of one's own: the example in two steps", async () => {
    const setup = { ...inSteps(), strategy: 'config/examples/strategies/breakout-in-steps.ts' };
    const sets = gridOf({ days: [20, 50], hold: [5, 10], stop: [0.02, 0.1] });
    const executor = start();
    const outcomes = await outcomesOf(executor, requestsOf(setup, sets));
    const alone = await outcomeOf(start(), setup, sets.at(-1) ?? {});
    expect(metricsOf(outcomes.at(-1))).toEqual(metricsOf(alone));
    expect(metricsOf(outcomes[0])).toMatchObject({ trade_count: expect.any(Number) as unknown });
  });
});

describe('prepared bars', () => {
  it('are read by a strategy of steps, and said to be synthetic', async () => {
    const executor = start({ slots: 2 });
    const preparation = await executor.prepare(ibSetup());
    expect(preparation).toMatchObject({
      bars: 60 * 960,
      available: { start: '2024-01-02', end: '2024-03-25' },
    });
    expect(preparation.warnings.join('\n')).toMatch(/are synthetic(.|\n)*there is no calendar/);
    const sets = gridOf({ ib_window: [1, 2, 3], rr_target: [0.5, 1, 2], stop_mode: ['eq'] });
    const outcomes = await outcomesOf(executor, requestsOf(ibSetup(), sets));
    const alone = await outcomeOf(executor, ibSetup(), sets[4] ?? {});
    expect(metricsOf(outcomes[4])).toEqual(metricsOf(alone));
    expect(metricsOf(outcomes[4])).toMatchObject({ trade_count: expect.any(Number) as unknown });
  });

  it('have a fingerprint that changes with the bars and with the calendar', async () => {
    const place = join(folder.path, 'changing');
    const source = { kind: 'synthetic', days: 5, start: '2024-01-02', seed: 3 } as const;
    const options = { symbol: 'GER40', folder: place, replace: true };
    const hashOf = async () => {
      const { dataHash, warnings } = await start().prepare(ibSetup({ dataFolder: place }));
      return { dataHash, warnings: warnings.length };
    };
    await prepareBars({ ...options, source });
    const first = await hashOf();
    expect(await hashOf()).toEqual(first);
    writeFileSync(
      join(place, 'news.csv'),
      'time,currency,impact,title\n2024-01-03 08:00,EUR,high,x\n',
    );
    const withNews = await hashOf();
    expect(withNews.dataHash).not.toBe(first.dataHash);
    expect(withNews.warnings).toBe(first.warnings - 1);
    await prepareBars({ ...options, source: { ...source, seed: 4 } });
    expect((await hashOf()).dataHash).not.toBe(withNews.dataHash);
  });

  it('say how to get what is missing', async () => {
    const refused = (rest: Partial<BacktestSetup>) => start().prepare(ibSetup(rest));
    await expect(refused({ symbol: 'XAUUSD' })).rejects.toThrow(
      /XAUUSD_m1\.parquet", found GER40; `leantune prepare FILES --symbol XAUUSD` makes it/,
    );
    const dates = { start: '2020-01-01', end: '2020-12-31' };
    await expect(refused({ dates })).rejects.toThrow(
      'wanted bars between 2020-01-01 and 2020-12-31, found bars between 2024-01-02 and 2024-03-25',
    );
    await expect(refused({ strategy: 'sma-cross' })).rejects.toThrow(
      'found prepared bars, which only strategies made of steps read',
    );
    await expect(refused({ fixedParameters: { spread: 'wide' } })).rejects.toThrow(
      'Cannot read parameter "spread": wanted a number, found "wide"',
    );
  });
});
