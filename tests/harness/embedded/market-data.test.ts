import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { ensureSampleData } from '../../../harness/embedded/data/sample-data.ts';
import { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData, marketDataFiles } from '../../../harness/embedded/market-data.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

function problemsOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('ensureSampleData()', () => {
  test('makes both symbols with all their bars', () => {
    const setup = sampleSetup(place.dataFolder, {
      dates: { start: '2000-01-01', end: '2020-12-31' },
    });
    const spx = loadMarketData(setup);
    expect(spx.available).toEqual({ start: '2000-01-03', end: '2020-04-17' });
    expect(spx.barCount).toBe(5105);
    expect(spx.bars.close[0]).toBe(1455.22);
    const aapl = loadMarketData({ ...setup, symbol: 'AAPL' });
    expect(aapl.barCount).toBe(1260);
  });

  test('leaves a folder alone that is in place and replaces one that is not whole', async () => {
    const folder = join(place.folder, 'again');
    await ensureSampleData(folder);
    const mark = join(folder, 'sample-data.version');
    await writeFile(join(folder, 'mine.txt'), '');
    await ensureSampleData(folder);
    expect(existsSync(join(folder, 'mine.txt'))).toBe(true);
    await rm(mark);
    await Promise.all([ensureSampleData(folder), ensureSampleData(folder)]);
    expect(await readFile(mark, 'utf8')).not.toBe('');
    expect(existsSync(join(folder, 'mine.txt'))).toBe(false);
  });
});

describe('loadMarketData()', () => {
  test('keeps every column in shared memory, through a structured clone', () => {
    const { bars, barSlices, timeline } = structuredClone(
      loadMarketData(sampleSetup(place.dataFolder)),
    );
    for (const column of [
      bars.close,
      bars.end,
      barSlices.barEnds,
      barSlices.odd.at,
      timeline.dailyTime,
    ]) {
      expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  test('refuses an unknown symbol and lists what is there', () => {
    const message = problemsOf(() =>
      loadMarketData(sampleSetup(place.dataFolder, { symbol: 'NOPE' })),
    );
    expect(message).toContain(join('equity', 'usa', 'daily', 'nope.zip'));
    expect(message).toContain('aapl, spx');
  });

  test('refuses dates without data and says for which there are', () => {
    const dates = { start: '1990-01-01', end: '1991-12-31' };
    const message = problemsOf(() => loadMarketData(sampleSetup(place.dataFolder, { dates })));
    expect(message).toContain('found bars between 2000-01-03 and 2020-04-17');
  });

  test('refuses a folder without reference files and names each', async () => {
    const bare = join(place.folder, 'bare');
    await mkdir(bare, { recursive: true });
    await cp(join(place.dataFolder, 'equity'), join(bare, 'equity'), { recursive: true });
    const message = problemsOf(() => loadMarketData(sampleSetup(bare)));
    expect(message).toContain(join(bare, 'market-hours', 'market-hours-database.json'));
    expect(message).toContain(join(bare, 'symbol-properties', 'symbol-properties-database.csv'));
  });

  test('warns where the data ends early and where there is no benchmark', () => {
    const dates = { start: '2019-01-01', end: '2021-12-31' };
    const { warnings } = loadMarketData(sampleSetup(place.dataFolder, { dates, benchmark: 'SPY' }));
    expect(warnings.join('\n')).toMatch(/ends early: wanted 2021-12-31, found 2020-04-17/);
    expect(warnings.join('\n')).toMatch(/No benchmark/);
  });

  test('warns of trading days without a bar, which repeat the bar before', async () => {
    const gappy = join(place.folder, 'gappy');
    await cp(place.dataFolder, gappy, { recursive: true });
    const line = (day: string, price: number) =>
      `${day} 00:00,${price},${price},${price},${price},7`;
    const rows = [line('20050103', 100), line('20050105', 120), line('20050106', 130)];
    const zip = zipSync({ 'spx.csv': strToU8(rows.join('\n')) });
    await writeFile(join(gappy, 'equity/usa/daily/spx.zip'), zip);
    const dates = { start: '2005-01-01', end: '2005-01-06' };
    const { warnings, bars, barCount } = loadMarketData(sampleSetup(gappy, { dates }));
    expect(warnings).toEqual([expect.stringContaining('found none on 1 (2005-01-04);')]);
    expect([...bars.close]).toEqual([0.01, 0.01, 0.012, 0.013]);
    expect([...bars.volume]).toEqual([7, 0, 7, 7]);
    expect(barCount).toBe(3);
  });

  test('warns where map and factor files are missing', async () => {
    const bare = join(place.folder, 'no-factors');
    await cp(place.dataFolder, bare, { recursive: true });
    await rm(join(bare, 'equity/usa/map_files'), { recursive: true, maxRetries: 5 });
    await rm(join(bare, 'equity/usa/factor_files'), { recursive: true, maxRetries: 5 });
    const { warnings, barCount } = loadMarketData(sampleSetup(bare));
    expect(barCount).toBe(1511);
    expect(warnings.join('\n')).toMatch(/No map file.*\n.*No factor file/);
  });

  test('follows a renamed security through its tickers', async () => {
    const renamed = join(place.folder, 'renamed');
    await cp(place.dataFolder, renamed, { recursive: true });
    const daily = join(renamed, 'equity/usa/daily');
    await cp(join(daily, 'aapl.zip'), join(daily, 'old.zip'));
    await writeFile(
      join(renamed, 'equity/usa/map_files/spx.csv'),
      '20130513,old,P\n20141231,old,P\n20501231,spx,P\n',
    );
    const dates = { start: '2014-12-01', end: '2015-01-31' };
    const setup = sampleSetup(renamed, { dates });
    const { bars, timeline } = loadMarketData(setup);
    const change = timeline.events.find((event) => event.kind === 'symbol-change');
    expect(change).toMatchObject({ oldTicker: 'old', newTicker: 'spx' });
    expect(bars.close[0]).toBeLessThan(200);
    expect(bars.close.at(-1)).toBeGreaterThan(1900);
    expect(marketDataFiles(setup)).toContain(join(daily, 'old.zip'));
  });
});

test('marketDataFiles() names every file that is read', () => {
  const files = marketDataFiles(sampleSetup(place.dataFolder));
  expect(files.map((file) => file.slice(place.dataFolder.length + 1))).toEqual([
    'alternative/interest-rate/usa/interest-rate.csv',
    'equity/usa/daily/spx.zip',
    'equity/usa/factor_files/spx.csv',
    'equity/usa/map_files/spx.csv',
    'market-hours/market-hours-database.json',
    'symbol-properties/symbol-properties-database.csv',
  ]);
});

test('marketDataFiles() names the files of what a strategy measures itself against', async () => {
  using renamed = temporaryFolder();
  await cp(place.dataFolder, renamed.path, { recursive: true });
  const daily = join(renamed.path, 'equity/usa/daily');
  await cp(join(daily, 'spx.zip'), join(daily, 'rival.zip'));
  const setup = sampleSetup(renamed.path);
  class Rivalled extends Algorithm {
    initialize(): void {
      this.addEquity('spx');
      this.setBenchmark('rival');
    }
  }
  const strategy = { name: 'own', create: () => new Rivalled(), parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  expect([...backtest.benchmarks.keys()]).toEqual([]);
  backtest.learnSecurities();
  const benchmarks = backtest.benchmarks.values();
  const [file] = marketDataFiles(setup, { benchmarks }).filter((path) => path.includes('rival'));
  expect(file).toBe(join(daily, 'rival.zip'));
});
