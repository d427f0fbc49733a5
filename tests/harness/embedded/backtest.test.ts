import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { type Backtest, createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy, strategyFiles } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();
let written = 0;

async function create(strategy: string, changes: Partial<BacktestSetup> = {}): Promise<Backtest> {
  const setup = sampleSetup(place.dataFolder, changes);
  const definition = await loadStrategy(strategy, process.cwd());
  return createBacktest({ setup, data: loadMarketData(setup), strategy: definition });
}

/** A user's own file, outside of the project. */
async function ownStrategy(body: string, head = ''): Promise<string> {
  const file = join(place.folder, `own-${written++}.ts`);
  const source = `import { Algorithm, type OrderEvent, type Slice } from 'leantune';
${head}
export default class Own extends Algorithm {
  initialize(): void {
    this.addEquity(this.getParameter('ticker', 'spx'));
  }
${body}
}
`;
  await writeFile(file, source);
  return file;
}

interface Answer {
  readonly metrics: Readonly<Record<string, number>>;
  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON
  readonly result: any;
  readonly error: string;
}

/** Runs a file of the user's in a thread of its own. */
async function runOwn(strategy: string): Promise<Answer> {
  const workerData = { setup: sampleSetup(place.dataFolder, { strategy }), params: {} };
  const worker = new Worker(new URL('./backtest-worker.ts', import.meta.url), { workerData });
  const [answer] = await once(worker, 'message');
  await worker.terminate();
  return answer;
}

describe('createBacktest()', () => {
  test('measures the metrics of a search', async () => {
    const { metrics, result } = (await create('sma-cross')).run({ fast: 10, slow: 50 }, 'metrics');
    expect(result).toBeUndefined();
    expect(Object.values(metrics).every((value) => Number.isFinite(value))).toBe(true);
    expect(metrics['net_pnl']).toBeCloseTo((metrics['end_equity'] ?? 0) / 1000 - 100, 9);
    expect(metrics['calmar_ratio']).toBeCloseTo(
      (metrics['compounding_annual_return'] ?? 0) / (metrics['max_drawdown'] ?? 1),
      12,
    );
    expect(Object.keys(metrics)).toEqual(
      expect.arrayContaining([
        'win_rate',
        'profit_factor',
        'sharpe_ratio',
        'sortino_ratio',
        'beta',
      ]),
    );
  });

  test('leaves out what cannot be measured', async () => {
    const { metrics } = await runOwn(await ownStrategy('  override onData(_: Slice): void {}'));
    expect(metrics).toMatchObject({ trade_count: 0, net_pnl: 0, max_drawdown: 0 });
    for (const name of ['win_rate', 'profit_factor', 'sharpe_ratio', 'calmar_ratio']) {
      expect(metrics).not.toHaveProperty(name);
    }
  });

  test.each([
    ['2005-01-03', '2005-01-03'],
    ['2005-01-03', '2005-01-04'],
    ['2005-01-03', '2005-01-06'],
    ['2005-01-03', '2005-01-14'],
  ])('gives no infinite or missing numbers from %s to %s', async (start, end) => {
    const backtest = await create('buy-and-hold', { dates: { start, end } });
    const { metrics, result } = backtest.run({}, 'full');
    expect(Object.entries(metrics).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(result).not.toMatch(/NaN|Infinity|null,null/);
  });

  test('gives the same again, in whatever order sets are run', async () => {
    const backtest = await create('sma-cross');
    const first = backtest.run({ fast: 10, slow: 50 }, 'full');
    for (let fast = 1; fast < 40; fast++) backtest.run({ fast, slow: 50 }, 'metrics');
    expect(backtest.run({ fast: 10, slow: 50 }, 'full')).toEqual(first);
    expect((await create('sma-cross')).run({ fast: 10, slow: 50 }, 'full')).toEqual(first);
  });

  test('tells which parameters were read', async () => {
    const backtest = await create('sma-cross');
    backtest.run({ fast: 10, slow: 50, unused: 1 }, 'metrics');
    expect([...backtest.parametersRead]).toEqual(['ticker', 'fast', 'slow']);
  });

  test('takes a set before fixed parameters, and those before declared defaults', async () => {
    const backtest = await create('sma-cross', { fixedParameters: { fast: 20, slow: 60 } });
    const plain = await create('sma-cross');
    expect(backtest.run({}, 'metrics')).toEqual(plain.run({ fast: 20, slow: 60 }, 'metrics'));
    expect(backtest.run({ fast: 5 }, 'metrics')).toEqual(
      plain.run({ fast: 5, slow: 60 }, 'metrics'),
    );
    expect(plain.run({}, 'metrics')).toEqual(plain.run({ fast: 10, slow: 30 }, 'metrics'));
  });

  test('measures buying and holding as the index itself', async () => {
    const { metrics } = (await create('buy-and-hold')).run({}, 'metrics');
    expect(metrics['trade_count']).toBe(1);
    expect(metrics['beta']).toBeGreaterThan(0.98);
    expect(metrics).not.toHaveProperty('win_rate');
  });
});

describe('a strategy of the user', () => {
  test('is told of its orders, and fills limit and stop orders at LEAN’s prices', async () => {
    const file = await ownStrategy(`
  override onData(slice: Slice): void {
    const bar = slice.get('spx');
    if (bar === null || this.transactions.orders.length > 0) return;
    this.limitOrder('spx', 10, bar.close * 0.999);
    this.stopMarketOrder('spx', 10, bar.close * 1.001);
    this.limitOrder('spx', 10, bar.close * 0.1, 'far').cancel();
  }
  override onOrderEvent(event: OrderEvent): void {
    this.log(event.orderId + ' ' + event.status);
  }`);
    const { logs, orders } = (await runOwn(file)).result;
    const statuses = logs.map((line: string) => line.split(' ').slice(1).join(' '));
    expect(statuses).toEqual(
      expect.arrayContaining([
        '1 submitted',
        '1 filled',
        '2 filled',
        '3 cancelPending',
        '3 canceled',
      ]),
    );
    expect(orders['3']).toMatchObject({ status: 5, price: 0 });
    expect(orders['1'].price).toBeLessThan(orders['2'].price);
  });

  test('keeps its own file and line in what it throws', async () => {
    const file = await ownStrategy(`
  override onData(_slice: Slice): void {
    throw new Error('on purpose');
  }`);
    const { error: stack } = await runOwn(file);
    expect(stack).toContain('on purpose');
    expect(stack).toContain(`${file}:9`);
  });

  test('cannot order more than its margin allows', async () => {
    const file = await ownStrategy(`
  override onData(slice: Slice): void {
    if (slice.hasBars && this.transactions.orders.length === 0) this.marketOrder('spx', 1000);
  }`);
    const { result, metrics } = await runOwn(file);
    expect(result.orders['1'].status).toBe(7);
    expect(metrics['end_equity']).toBe(100_000);
  });

  test('knows the exchange’s time and the bar of the day', async () => {
    const file = await ownStrategy(`
  override onData(slice: Slice): void {
    if (this.transactions.orders.length > 0 || !slice.containsKey('spx')) return;
    this.log(String(slice.get('spx')?.close));
    this.marketOrder('spx', 1);
  }`);
    const { result } = await runOwn(file);
    expect(result.logs).toEqual(['2005-01-03T16:00:00 1202.08']);
  });

  test('cannot add a security with options that would be left out', async () => {
    const file = await ownStrategy(`
  override onData(): void {
    this.addEquity('spx', { extendedMarketHours: true } as object);
  }`);
    expect((await runOwn(file)).error).toMatch(
      /wanted options among .*found "extendedMarketHours"/,
    );
  });

  test('cancels what is open, of one symbol or of all', async () => {
    const file = await ownStrategy(`
  override onData(): void {
    const { transactions } = this;
    if (transactions.orders.length > 0) return;
    for (const quantity of [1, 2]) this.limitOrder('spx', quantity, 10);
    this.log(String(transactions.getOpenOrders('spx').length));
    transactions.cancelOpenOrders('spx', 'enough');
    this.log(String(transactions.cancelOpenOrders().length));
  }`);
    const { result } = await runOwn(file);
    expect(result.logs.map((line: string) => line.split(' ')[1])).toEqual(['2', '2']);
    expect(result.orders['1']).toMatchObject({ status: 5, tag: 'enough' });
    expect(result.orders['2'].status).toBe(5);
  });

  test('gets an error that names what is wrong', async () => {
    const other = await ownStrategy(`
  override onData(): void {
    this.setHoldings('SPY', 1);
  }`);
    expect((await runOwn(other)).error).toContain('wanted a symbol that was added (SPX)');
    const sma = await create('sma-cross');
    expect(() => sma.run({ fast: 1.5 }, 'metrics')).toThrow('wanted a whole number of bars');
    const hold = await create('buy-and-hold');
    expect(() => hold.run({ weight: Number.NaN }, 'metrics')).toThrow('wanted a number as target');
    expect(() => sma.run({ fast: 'x' }, 'metrics')).toThrow('Cannot read parameter "fast"');
  });
});

describe('loadStrategy()', () => {
  test('refuses what is no strategy and says what there is', async () => {
    await expect(loadStrategy('nope', process.cwd())).rejects.toThrow(
      /wanted one of sma-cross, .* or a file/,
    );
    const empty = join(place.folder, 'empty.ts');
    await writeFile(empty, 'export const nothing = 1;\n');
    await expect(loadStrategy(empty, process.cwd())).rejects.toThrow(/extends Algorithm/);
  });

  test('reads declared defaults', async () => {
    const { parameters } = await loadStrategy('sma-cross', process.cwd());
    expect(parameters).toEqual({ fast: 10, slow: 30 });
  });

  test('strategyFiles() follows relative imports', async () => {
    await writeFile(join(place.folder, 'part.ts'), 'export const one = 1;\n');
    const file = await ownStrategy(
      '',
      `import { one } from './part.ts';\nconsole.assert(one === 1);`,
    );
    expect(strategyFiles(file, process.cwd())).toEqual(
      [file, join(place.folder, 'part.ts')].sort(),
    );
    expect(strategyFiles('sma-cross', process.cwd())[0]).toMatch(/strategies\/sma-cross\.ts$/);
  });
});
