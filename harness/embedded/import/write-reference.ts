import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { BarImportOptions } from '../../../runner/domain/bar-import.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import {
  factorFilePath,
  mapFilePath,
  marketHoursPath,
  symbolPropertiesPath,
} from '../data/data-paths.ts';
import { factorEvents, readFactorFile } from '../data/factor-file.ts';
import { readMapFile, tickersOf } from '../data/map-file.ts';
import { readMarketHours } from '../data/market-hours.ts';
import {
  identityFactorFile,
  identityMapFile,
  SYMBOL_PROPERTIES_HEADING,
} from '../data/minimal-reference.ts';
import { readSymbolProperties } from '../data/symbol-properties.ts';
import type { MarketTemplate } from './market-template.ts';
import { placeFile } from './place-files.ts';

type Target = Pick<BarImportOptions, 'dataFolder' | 'securityType' | 'market' | 'symbol'>;

interface Facts {
  /** Trading days that have bars, ascending. */
  readonly days: readonly number[];
  /** Smallest step between prices. */
  readonly tick: number;
  readonly template: MarketTemplate;
}

/** What was written, from the data folder on, and what the user should know. */
interface Written {
  readonly written: string[];
  readonly notes: string[];
}

/** The hours that the data folder has for a symbol; null where it has none. */
export function knownHours(target: Target) {
  const file = marketHoursPath(target.dataFolder);
  if (!existsSync(file)) return null;
  try {
    return readMarketHours(file, target);
  } catch (error) {
    throw new InputError(
      `Cannot read "${file}"`,
      [{ path: '', wanted: "LEAN's market hours database", found: String(error) }],
      { cause: error },
    );
  }
}

/** Writes what a backtest needs beside bars, where the data folder lacks it. */
export async function writeReference(target: Target, facts: Facts): Promise<Written> {
  const result: Written = { written: [], notes: [] };
  const put = async (file: string, text: string): Promise<void> => {
    await placeFile(file, text);
    result.written.push(relative(target.dataFolder, file).replaceAll('\\', '/'));
  };
  await writeHours(target, { ...facts, put, notes: result.notes });
  await writeProperties(target, { ...facts, put, notes: result.notes });
  if (target.securityType === 'equity') {
    await writeMapFile(target, { ...facts, put, notes: result.notes });
    await writeFactorFile(target, { ...facts, put, notes: result.notes });
  }
  return result;
}

interface Writing extends Facts {
  put(file: string, text: string): Promise<void>;
  readonly notes: string[];
}

async function writeHours(target: Target, { days, template, put, notes }: Writing): Promise<void> {
  if (knownHours(target) !== null) return;
  const file = marketHoursPath(target.dataFolder);
  const type = `${target.securityType.slice(0, 1).toUpperCase()}${target.securityType.slice(1)}`;
  const database = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { entries: {} };
  database.entries[`${type}-${target.market}-[*]`] = template.entry(days);
  await put(file, `${JSON.stringify(database, null, 2)}\n`);
  if (template.note !== null) notes.push(template.note);
}

async function writeProperties(target: Target, { tick, put, notes }: Writing): Promise<void> {
  const file = symbolPropertiesPath(target.dataFolder);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : SYMBOL_PROPERTIES_HEADING;
  if (existsSync(file) && readSymbolProperties(file, target) !== null) return;
  const { securityType, market } = target;
  const symbol = securityType === 'equity' ? '[*]' : target.symbol.toUpperCase();
  const currency = quoteCurrency(target);
  const step = securityType === 'equity' ? '0.01' : tick.toFixed(8).replace(/\.?0+$/, '');
  const lot = securityType === 'crypto' ? '0.00000001' : '1';
  const end = before.endsWith('\n') ? '' : '\n';
  await put(
    file,
    `${before}${end}${market},${symbol},${securityType},,${currency ?? 'USD'},1,${step},${lot}\n`,
  );
  if (currency === null) {
    notes.push(
      `Prices of ${target.symbol} are taken to be in USD; symbol-properties/symbol-properties-database.csv holds that`,
    );
  }
}

/** Null where the name of the symbol does not say. */
function quoteCurrency({ securityType, market, symbol }: Target): string | null {
  if (securityType === 'equity') return market === 'usa' ? 'USD' : null;
  const end = /^[A-Z0-9]{2,}?(USDT|USDC|BUSD|TUSD|[A-Z]{3})$/.exec(symbol.toUpperCase())?.[1];
  const known = end !== undefined && (end.length > 3 || isCurrency(end));
  return known || (end !== undefined && securityType === 'forex') ? end : null;
}

function isCurrency(code: string): boolean {
  return (
    ['BTC', 'ETH', 'BNB', 'DAI'].includes(code) || Intl.supportedValuesOf('currency').includes(code)
  );
}

async function writeMapFile(target: Target, { days, put, notes }: Writing): Promise<void> {
  const file = mapFilePath(target, target.symbol);
  const ticker = target.symbol.toLowerCase();
  const first = days[0] as number;
  if (!existsSync(file)) return put(file, identityMapFile(ticker, first));
  const map = readMapFile(file);
  const [listing] = map.rows;
  if (listing === undefined || listing.day <= first) return;
  // Bars before the listing are not read: a file that says nothing else is moved back.
  if (tickersOf(map, ticker).join() === ticker && map.rows.length === 2) {
    await put(file, identityMapFile(ticker, first));
    notes.push(`The map file of ${target.symbol} began later than its bars and was moved back`);
    return;
  }
  notes.push(`Bars before the first day of "${file}" are not used`);
}

async function writeFactorFile(target: Target, { days, put, notes }: Writing): Promise<void> {
  const file = factorFilePath(target, target.symbol);
  if (!existsSync(file)) return put(file, identityFactorFile(days[0] as number));
  if (factorEvents(readFactorFile(file)).length === 0) return;
  notes.push(
    `Splits and dividends of ${target.symbol} in "${file}" change the prices of backtests: where the CSV is adjusted already, give "normalization": "Raw" in the job`,
  );
}
