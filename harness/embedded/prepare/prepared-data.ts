import { existsSync, readdirSync } from 'node:fs';
import { InputError } from '../../../runner/domain/errors.ts';
import type { DateRange } from '../../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOf, formatDay, MS_PER_DAY, parseDay } from '../data/calendar-day.ts';
import { placeOf } from '../data/place-of.ts';
import { newsFile, readNews } from '../news/news-file.ts';
import type { StepBars, StepMarket } from '../steps/step-market.ts';
import { type BarFile, barFilePath, readBarFile } from './bar-file.ts';

/** Bars of one minute of a setup's days, from a file that `leantune prepare` wrote. */
export interface PreparedData {
  readonly setup: BacktestSetup;
  readonly barCount: number;
  readonly available: DateRange;
  readonly warnings: readonly string[];
  readonly market: StepMarket;
}

const BAR_FILE = /_m1\.parquet$/;

/** True where the setup's folder holds bar files, and none of LEAN's folders. */
export function isPrepared({ dataFolder }: BacktestSetup): boolean {
  if (existsSync(`${dataFolder}/market-hours`) || !existsSync(dataFolder)) return false;
  return readdirSync(dataFolder).some((name) => BAR_FILE.test(name));
}

/** Files that are read, by path: several setups read different days of one. */
const files = new Map<string, BarFile>();
const reading = new Map<string, Promise<void>>();

/** Null where the file is read already. @throws InputError where it cannot be read */
export function readPreparedFile(setup: BacktestSetup): Promise<void> | null {
  const path = barFilePath(setup.dataFolder, setup.symbol);
  if (files.has(path) || !existsSync(path)) return null;
  const started = reading.get(path) ?? readBarFile(path).then((file) => void files.set(path, file));
  reading.set(path, started);
  return started.finally(() => reading.delete(path));
}

/**
 * The setup's days of a file that `readPreparedFile` has read.
 * @throws InputError where there is no file of the symbol, or it has no bars of these days
 */
export function loadPreparedData(setup: BacktestSetup): PreparedData {
  const { symbol, dataFolder, dates } = setup;
  const path = barFilePath(dataFolder, symbol);
  const file = files.get(path) ?? refuseMissing(setup, path);
  const available = daysOf(file.bars);
  const bars = barsBetween(file.bars, {
    from: parseDay(dates.start) * MS_PER_DAY,
    to: (parseDay(dates.end) + 1) * MS_PER_DAY,
  });
  if (bars.length === 0) {
    const wanted = `bars between ${dates.start} and ${dates.end}`;
    const found = `bars between ${available.start} and ${available.end}`;
    throw new InputError(`Cannot backtest ${symbol}`, [{ path: 'start', wanted, found }]);
  }
  const calendar = newsFile(dataFolder);
  const synthetic = file.notes?.synthetic === true;
  const market = {
    symbol,
    bars,
    news: calendar === null ? null : readNews(calendar),
    synthetic,
    cash: setup.cash,
  };
  const warnings = synthetic
    ? [`Bars of ${symbol} are synthetic: made up by a generator, so that results mean nothing`]
    : [];
  return { setup, barCount: bars.length, available, warnings, market };
}

/** Absolute paths of the files that a prepared setup is read from. */
export function preparedFiles({ dataFolder, symbol }: BacktestSetup): string[] {
  const calendar = newsFile(dataFolder);
  return [barFilePath(dataFolder, symbol), ...(calendar === null ? [] : [calendar])];
}

function refuseMissing({ symbol, dataFolder }: BacktestSetup, path: string): never {
  const names = readdirSync(dataFolder).filter((name) => BAR_FILE.test(name));
  const found = `${names.map((name) => name.replace(BAR_FILE, '')).join(', ')}; \`leantune prepare FILES --symbol ${symbol}\` makes it`;
  throw new InputError(`Cannot read the data of ${symbol}`, [
    { path: 'symbol', wanted: `the file "${path}"`, found },
  ]);
}

function daysOf({ time, length }: StepBars): DateRange {
  return {
    start: formatDay(dayOf(time[0] as number)),
    end: formatDay(dayOf(time[length - 1] as number)),
  };
}

/** Views of the same memory: bars that start from `from` on, before `to`. */
function barsBetween(bars: StepBars, { from, to }: { from: number; to: number }): StepBars {
  const first = placeOf(bars.time, from);
  const end = placeOf(bars.time, to);
  const cut = (column: StepBars['time']): StepBars['time'] => column.subarray(first, end);
  return {
    length: end - first,
    time: cut(bars.time),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
  };
}
