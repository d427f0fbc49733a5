import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { formatDay, parseDay, weekdayOf } from './calendar-day.ts';
import {
  barsPath,
  factorFilePath,
  interestRatePath,
  mapFilePath,
  marketHoursPath,
  symbolPropertiesPath,
} from './data-paths.ts';

/** Written last; a folder whose mark says another version is made anew. */
const VERSION = '1';
const MARK = 'sample-data.version';

interface Source {
  readonly ticker: string;
  /** A csv with a heading: date, open, high, low, close, adjusted close, volume. */
  readonly file: string;
}

interface Row {
  readonly day: number;
  readonly prices: readonly number[];
  readonly volume: number;
}

const sources: readonly Source[] = [
  { ticker: 'spx', file: beside('vega-datasets', '../data/sp500-2000.csv') },
  { ticker: 'aapl', file: beside('@observablehq/sample-datasets', './aapl.csv') },
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
  const tables = sources.map(({ ticker, file }) => ({ ticker, rows: readRows(file) }));
  for (const { ticker, rows } of tables) {
    await write(barsPath(at, 'daily', ticker), zipOf(ticker, rows));
    const first = digits(rows[0]?.day ?? 0);
    await write(mapFilePath(at, ticker), `${first},${ticker},P\n20501231,${ticker},P\n`);
    await write(factorFilePath(at, ticker), `${first},1,1,1\n20501231,1,1,0\n`);
  }
  await write(marketHoursPath(folder), marketHours(tables.map(({ rows }) => rows)));
  await write(symbolPropertiesPath(folder), SYMBOL_PROPERTIES);
  await write(interestRatePath(folder), INTEREST_RATES);
  await write(join(folder, MARK), VERSION);
}

function beside(specifier: string, path: string): string {
  return fileURLToPath(new URL(path, import.meta.resolve(`${specifier}/package.json`)));
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
    return [`${digits(day)} 00:00`, ...scaled, volume].join(',');
  });
  return zipSync({ [`${ticker}.csv`]: strToU8(`${lines.join('\n')}\n`) });
}

function digits(day: number): string {
  return formatDay(day).replaceAll('-', '');
}

/** Regular hours of New York; weekdays on which none of the tables has a bar are holidays. */
function marketHours(tables: readonly (readonly Row[])[]): string {
  const days = tables.flatMap((rows) => rows.map((row) => row.day));
  const open = new Set(days);
  const holidays: string[] = [];
  for (let day = Math.min(...days); day <= Math.max(...days); day++) {
    const isWeekend = weekdayOf(day) % 6 === 0;
    if (!isWeekend && !open.has(day)) holidays.push(usDate(day));
  }
  const regular = [{ start: '09:30:00', end: '16:00:00', state: 'market' }];
  const entry = {
    dataTimeZone: 'America/New_York',
    exchangeTimeZone: 'America/New_York',
    sunday: [],
    monday: regular,
    tuesday: regular,
    wednesday: regular,
    thursday: regular,
    friday: regular,
    saturday: [],
    holidays,
    earlyCloses: {},
  };
  return JSON.stringify({ entries: { 'Equity-usa-[*]': entry } }, null, 2);
}

function usDate(day: number): string {
  const [year, month, date] = formatDay(day).split('-').map(Number);
  return `${month}/${date}/${year}`;
}

const SYMBOL_PROPERTIES = `market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker,minimum_order_size,price_magnifier,strike_multiplier
usa,[*],equity,,USD,1,0.01,1
`;

/** The Federal Reserve's primary credit rate, where it changed by a whole point and more apart. */
const INTEREST_RATES = `DATE,PCREDIT8
2003-01-09,2.25
2003-06-26,2.00
`;

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
