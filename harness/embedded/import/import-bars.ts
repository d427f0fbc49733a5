import { relative } from 'node:path';
import type {
  BarImportOptions,
  BarImportReport,
  Resolution,
} from '../../../runner/domain/bar-import.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { dayOf, formatDay } from '../data/calendar-day.ts';
import { marketHoursPath } from '../data/data-paths.ts';
import { type MarketHours, readMarketHours } from '../data/market-hours.ts';
import type { TimeZone } from '../data/time-zone.ts';
import { barsPlace, hasBars, writeBars } from './bar-files.ts';
import { findFiles } from './find-files.ts';
import { findGaps } from './find-gaps.ts';
import { findResolution } from './find-resolution.ts';
import { importNotes } from './import-notes.ts';
import { marketTemplate } from './market-template.ts';
import { instantsOf, placeTimes, zoneNamed } from './place-times.ts';
import { findTick } from './price-steps.ts';
import { type BarFiles, readBarFiles } from './read-bar-files.ts';
import { sortBars } from './sort-bars.ts';
import type { SortedBars } from './sorted-bars.ts';
import { knownHours, writeReference } from './write-reference.ts';

/** The lowest price that LEAN's 1/10000 do not round to zero. */
const LOWEST_EQUITY_PRICE = 0.00005;

/**
 * Reads CSV files of bars and writes them in LEAN's layout, with what a backtest needs beside them.
 * Nothing is written before everything has been read and checked, and the bars last.
 * @throws InputError where the files cannot be understood, bars of the symbol are there already, or
 * a row is bad and the import strict
 */
export async function importBars(options: BarImportOptions): Promise<BarImportReport> {
  const began = performance.now();
  const template = marketTemplate(options);
  const dataZone = zoneNamed(knownHours(options)?.dataZone ?? template.dataZone);
  const lowestPrice = options.securityType === 'equity' ? LOWEST_EQUITY_PRICE : Number.MIN_VALUE;
  const read = await readBarFiles(findFiles(options.files), { hints: options, lowestPrice });
  refuseBadRows(options, read);

  const source = options.timezone === undefined ? read.zone : zoneFromUser(options.timezone);
  const zones = { source: source ?? dataZone, data: dataZone };
  const { resolution, note } = findResolution(
    instantsOf(read.table, zones.source).sort(),
    options.resolution,
  );
  const target = { ...options, resolution };
  if (!options.replace && hasBars(target)) refuseExisting(barsPlace(target), options.symbol);
  const time = placeTimes(read.table, resolution, zones);
  const { bars, outOfOrder, duplicates } = sortBars({ ...read.table, time });

  const days = daysOf(bars);
  const reference = await writeReference(target, { days, tick: findTick(bars), template });
  await writeBars(target, bars);

  const hours = readMarketHours(marketHoursPath(options.dataFolder), options) as MarketHours;
  const times = exchangeTimes(bars, { resolution, hours, dataZone });
  const found = findGaps({ times, resolution, hours });
  const { securityType } = options;
  const notes = importNotes({ bars, securityType, resolution, found, zone: zones.source.id });
  return {
    symbol: options.symbol,
    security_type: securityType,
    market: options.market,
    resolution,
    data_folder: options.dataFolder,
    timezone: zones.source.id,
    data_timezone: dataZone.id,
    files: read.files,
    rows: read.files.reduce((sum, { rows }) => sum + rows, 0),
    bars: bars.length,
    first: formatDay(days[0] as number),
    last: formatDay(days.at(-1) as number),
    out_of_order: outOfOrder,
    duplicates,
    bad_rows: read.badRows,
    gaps: found.gaps,
    written: [...reference.written, placeText(target, resolution)],
    notes: [...(note === null ? [] : [note]), ...notes, ...reference.notes],
    seconds: (performance.now() - began) / 1000,
  };
}

function placeText(target: Parameters<typeof barsPlace>[0], resolution: Resolution): string {
  const place = relative(target.dataFolder, barsPlace(target)).replaceAll('\\', '/');
  return resolution === 'minute' ? `${place}/` : place;
}

function zoneFromUser(id: string): TimeZone {
  try {
    return zoneNamed(id);
  } catch (error) {
    const wanted = 'a zone such as America/New_York or UTC';
    throw new InputError('Cannot import bars', [{ path: '--timezone', wanted, found: `"${id}"` }], {
      cause: error,
    });
  }
}

function refuseBadRows({ strict }: BarImportOptions, { badRows, table }: BarFiles): void {
  if (badRows.count === 0 || (!strict && table.length > 0)) {
    if (table.length > 0) return;
    throw new InputError('Cannot import bars', [{ path: '', wanted: 'rows', found: 'none' }]);
  }
  const many = badRows.count === 1 ? '1 row holds' : `${badRows.count} rows hold`;
  throw new InputError(
    `Cannot import bars, since ${many} none`,
    badRows.shown.map(({ file, line, wanted, found }) => ({ path: file, line, wanted, found })),
  );
}

function refuseExisting(place: string, symbol: string): never {
  throw new InputError('Cannot import bars', [
    { path: '', wanted: `no bars of ${symbol} yet, or --replace`, found: `"${place}"` },
  ]);
}

function daysOf({ time, length }: SortedBars): number[] {
  const days: number[] = [];
  for (let index = 0; index < length; index++) {
    const day = dayOf(time[index] as number);
    if (day !== days.at(-1)) days.push(day);
  }
  return days;
}

interface Clock {
  readonly resolution: Resolution;
  readonly hours: MarketHours;
  readonly dataZone: TimeZone;
}

/** Bars' starts on the exchange's clock, which its sessions are told in. */
function exchangeTimes({ time }: SortedBars, { resolution, hours, dataZone }: Clock): Float64Array {
  const exchange = zoneNamed(hours.exchangeZone);
  if (resolution === 'daily' || exchange.id === dataZone.id) return time;
  return time.map((start) => exchange.toLocal(dataZone.toUtc(start)));
}
