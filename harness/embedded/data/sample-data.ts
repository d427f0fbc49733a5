import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { parseDay, weekdayOf } from './calendar-day.ts';
import {
  barsPath,
  factorFilePath,
  interestRatePath,
  mapFilePath,
  marketHoursPath,
  symbolPropertiesPath,
} from './data-paths.ts';
import {
  dayDigits,
  identityFactorFile,
  identityMapFile,
  marketHoursEntry,
  SYMBOL_PROPERTIES_HEADING,
  weekdayHours,
} from './minimal-reference.ts';

/** Written last; a folder whose mark says another version is made anew. */
const VERSION = '1';
const MARK = 'sample-data.version';

/**
 * The time in the archives. Always the same, and of no time zone, as archives have it: the same prices
 * are then the same data wherever and whenever they are made, and a run goes on with them.
 */
const MADE = new Date(2000, 0, 1);

/** A csv with a heading: date, open, high, low, close, adjusted close, volume. */
interface Source {
  readonly ticker: string;
  /** A module that its package exports, and the path from there to the file. */
  readonly module: string;
  readonly path: string;
}

interface Row {
  readonly day: number;
  readonly prices: readonly number[];
  readonly volume: number;
}

const sources: readonly Source[] = [
  { ticker: 'spx', module: 'vega-datasets', path: '../data/sp500-2000.csv' },
  { ticker: 'aapl', module: '@observablehq/sample-datasets/aapl.csv', path: './aapl.csv' },
];

/**
 * Sees to it that a folder in LEAN's data layout holds the sample data: daily bars of the S&P 500
 * (`spx`, 2000–2020) and of Apple (`aapl`, 2013–2018, its split already in the prices). Does nothing
 * where it is in place. A folder that is there without being whole is replaced.
 * @throws Error where the packages with the prices are missing or the folder cannot be written
 */
export async function ensureSampleData(folder: string): Promise<void> {
  const mark = join(folder, MARK);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === VERSION) return;
  await mkdir(dirname(folder), { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  try {
    await build(beside);
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    // Someone else may have put the same data in place just now.
    if (existsSync(mark) && readFileSync(mark, 'utf8') === VERSION) return;
    throw error;
  }
}

async function build(folder: string): Promise<void> {
  const at = { dataFolder: folder, securityType: 'equity', market: 'usa' } as const;
  const tables = sources.map((source) => ({
    ticker: source.ticker,
    rows: readRows(fileOf(source)),
  }));
  for (const { ticker, rows } of tables) {
    await write(barsPath(at, 'daily', { ticker: ticker, kind: 'trade' }), zipOf(ticker, rows));
    const first = rows[0]?.day ?? 0;
    await write(mapFilePath(at, ticker), identityMapFile(ticker, first));
    await write(factorFilePath(at, ticker), identityFactorFile(first));
  }
  await write(marketHoursPath(folder), marketHours(tables.map(({ rows }) => rows)));
  await write(symbolPropertiesPath(folder), SYMBOL_PROPERTIES);
  await write(interestRatePath(folder), interestRates());
  await write(join(folder, MARK), VERSION);
}

function fileOf({ module, path }: Source): string {
  return fileURLToPath(new URL(path, import.meta.resolve(module)));
}

function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [date = '', ...values] = line.split(',');
      const numbers = values.map(Number);
      return { day: parseDay(date), prices: numbers.slice(0, 4), volume: numbers[5] ?? 0 };
    });
}

/** LEAN's daily file: prices in 1/10000. */
function zipOf(ticker: string, rows: readonly Row[]): Uint8Array {
  const lines = rows.map(({ day, prices, volume }) => {
    const scaled = prices.map((price) => Math.round(price * 10_000));
    return [`${dayDigits(day)} 00:00`, ...scaled, volume].join(',');
  });
  return zipSync({ [`${ticker}.csv`]: strToU8(`${lines.join('\n')}\n`) }, { mtime: MADE });
}

/** Regular hours of New York; weekdays on which none of the tables has a bar are holidays. */
function marketHours(tables: readonly (readonly Row[])[]): string {
  const days = tables.flatMap((rows) => rows.map((row) => row.day));
  const open = new Set(days);
  const holidays: number[] = [];
  for (let day = Math.min(...days); day <= Math.max(...days); day++) {
    const isWeekend = weekdayOf(day) % 6 === 0;
    if (!isWeekend && !open.has(day)) holidays.push(day);
  }
  const entry = marketHoursEntry({
    exchangeZone: 'America/New_York',
    dataZone: 'America/New_York',
    hours: weekdayHours(['09:30:00', '16:00:00']),
    holidays,
  });
  return JSON.stringify({ entries: { 'Equity-usa-[*]': entry } }, null, 2);
}

const SYMBOL_PROPERTIES = `${SYMBOL_PROPERTIES_HEADING}usa,[*],equity,,USD,1,0.01,1\n`;

/** The Federal Reserve's primary credit rate in percent, from each day on; it began in 2003. */
const PRIMARY_CREDIT = `
  2003-01-09:2.25 2003-06-26:2.00 2004-07-01:2.25 2004-08-11:2.50 2004-09-22:2.75
  2004-11-12:3.00 2004-12-15:3.25 2005-02-03:3.50 2005-03-23:3.75 2005-05-04:4.00
  2005-07-01:4.25 2005-08-10:4.50 2005-09-21:4.75 2005-11-02:5.00 2005-12-14:5.25
  2006-02-01:5.50 2006-03-29:5.75 2006-05-11:6.00 2006-06-30:6.25 2007-08-20:5.75
  2007-09-19:5.25 2007-11-01:5.00 2007-12-12:4.75 2008-01-23:4.00 2008-01-31:3.50
  2008-03-19:2.50 2008-05-01:2.25 2008-10-09:1.75 2008-10-30:1.25 2008-12-17:0.50
  2010-02-19:0.75 2015-12-17:1.00 2016-12-15:1.25 2017-03-16:1.50 2017-06-15:1.75
  2017-12-14:2.00 2018-03-22:2.25 2018-06-14:2.50 2018-09-27:2.75 2018-12-20:3.00
  2019-08-01:2.75 2019-09-19:2.50 2019-10-31:2.25 2020-03-04:1.75 2020-03-16:0.25
`;

function interestRates(): string {
  const lines = PRIMARY_CREDIT.trim()
    .split(/\s+/)
    .map((pair) => pair.replace(':', ','));
  return ['DATE,PCREDIT8', ...lines, ''].join('\n');
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
