import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBacktest } from '../../harness/embedded/backtest.ts';
import { importBars } from '../../harness/embedded/import/import-bars.ts';
import { loadStrategy } from '../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../harness/embedded/market-data.ts';
import { sharedBytes } from '../../harness/embedded/sandbox/shared-bytes.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { randomFrom } from '../../runner/domain/random.ts';
import { embedded } from '../../runner/executors/embedded.ts';
import { childrenOf, residentMb } from '../../runner/run/memory-used.ts';
import { cpuRateLine, measureCpuRate } from './cpu-rate.ts';

const SESSION_MINUTES = 390;

/**
 * Minute bars: how many a core goes through, on one year of them, and what two slots hold of many
 * years (`MINUTE_YEARS`, 20 unless said), since both read the same bars. Prices are made up.
 */
export async function benchMinute(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-bench-'));
  try {
    await speed(join(folder, 'year'));
    const years = Number(process.env['MINUTE_YEARS'] ?? 20);
    await memory(join(folder, 'years'), 2020 - years, years);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function speed(dataFolder: string): Promise<void> {
  await makeBars(dataFolder, 2019, 1);
  const setup = setupOf(dataFolder, { start: '2019-01-01', end: '2019-12-31' });
  const data = loadMarketData(setup);
  const strategy = await loadStrategy('sma-cross', process.cwd());
  const backtest = createBacktest({ setup, data, strategy });
  const run = (count: number): void => {
    backtest.run({ fast: 5 + (count % 40), slow: 60 + (count % 150) }, 'metrics');
  };
  for (let count = 0; count < 20; count++) run(count);
  const { median, best } = measureCpuRate(run);
  console.log(`sma-cross, ${data.barCount} minute bars, one core`);
  console.log(cpuRateLine('by CPU time', median, data.barCount));
  console.log(cpuRateLine('in its best span', best, data.barCount));
}

async function memory(dataFolder: string, firstYear: number, years: number): Promise<void> {
  await makeBars(dataFolder, firstYear, years);
  const dates = { start: `${firstYear}-01-01`, end: `${firstYear + years - 1}-12-31` };
  const setup = setupOf(dataFolder, dates);
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `${years} years of minute bars: ${mb(sharedBytes(loadMarketData(setup)))} of columns`,
  );
  for (const slots of [1, 2]) {
    console.log(
      `  ${slots} slots: ${Math.round(await peakOf(setup, slots))} MB of the process that backtests`,
    );
  }
}

/** Megabytes of the child process while every slot has run a few backtests. */
async function peakOf(setup: BacktestSetup, slots: number): Promise<number> {
  const context = { options: {}, slots, projectRoot: process.cwd(), timeoutSeconds: 600 };
  const cacheFolder = join(setup.dataFolder, '..', 'cache');
  await using executor = embedded.create({ ...context, memoryLimitMb: 4_096, cacheFolder });
  await executor.start();
  await executor.prepare(setup);
  const { signal } = new AbortController();
  const chunk = (first: number) =>
    [0, 1, 2].map((n) => ({
      id: first + n,
      setup,
      params: { fast: 5 + n, slow: 60 + n },
      detail: 'metrics' as const,
    }));
  const all = Array.from({ length: slots }, (_, slot) =>
    Array.fromAsync(executor.evaluate(chunk(slot * 3), signal)),
  );
  const outcomes = (await Promise.all(all)).flat();
  const failed = outcomes.find(({ status }) => status === 'failed');
  if (failed !== undefined) throw new Error(`Cannot measure memory: ${JSON.stringify(failed)}`);
  return Math.max(0, ...childrenOf('self').map(residentMb));
}

async function makeBars(dataFolder: string, firstYear: number, years: number): Promise<void> {
  const csv = `${dataFolder}.csv`;
  const out = createWriteStream(csv);
  out.write('time,open,high,low,close,volume\n');
  const random = randomFrom(1, 0, 0);
  let price = 200;
  const last = Temporal.PlainDate.from({ year: firstYear + years, month: 1, day: 1 });
  let day = Temporal.PlainDate.from({ year: firstYear, month: 1, day: 2 });
  for (; Temporal.PlainDate.compare(day, last) < 0; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    let rows = '';
    for (let minute = 0; minute < SESSION_MINUTES; minute++) {
      const open = price;
      price = Math.max(50, price * (1 + (random() - 0.5) * 0.001));
      const [high, low] = [Math.max(open, price) + 0.01, Math.min(open, price) - 0.01];
      const at = 570 + minute;
      const clock = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      rows += `${day} ${clock},${open.toFixed(2)},${high.toFixed(2)},${low.toFixed(2)},${price.toFixed(2)},1000\n`;
    }
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  await importBars({
    files: [csv],
    symbol: 'SPY',
    securityType: 'equity',
    market: 'usa',
    dataFolder,
    replace: true,
    strict: false,
  });
}

function setupOf(dataFolder: string, dates: BacktestSetup['dates']): BacktestSetup {
  return {
    strategy: 'sma-cross',
    symbol: 'SPY',
    securityType: 'equity',
    market: 'usa',
    resolution: 'minute',
    normalization: 'Adjusted',
    benchmark: 'self',
    dates,
    cash: 100_000,
    dataFolder,
    fixedParameters: {},
  };
}
