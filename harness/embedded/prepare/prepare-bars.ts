import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type {
  PreparationOptions,
  PreparationReport,
  PreparationSource,
} from '../../../runner/domain/bar-preparation.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { parseDay } from '../data/calendar-day.ts';
import { timeZone } from '../data/time-zone.ts';
import { findFiles } from '../import/find-files.ts';
import { findGaps } from '../import/find-gaps.ts';
import { BAR_MS, spacingText, usualSpacing } from '../import/find-resolution.ts';
import { pickBars } from '../import/pick-bars.ts';
import { placeFile } from '../import/place-files.ts';
import { instantsOf, zoneNamed } from '../import/place-times.ts';
import { readBarFiles } from '../import/read-bar-files.ts';
import { sortBars } from '../import/sort-bars.ts';
import type { SortedBars } from '../import/sorted-bars.ts';
import type { StepBars } from '../steps/step-market.ts';
import { barFileBytes, barFilePath, readBarFile } from './bar-file.ts';
import { leanMinutes } from './lean-minutes.ts';
import { syntheticBars } from './synthetic-bars.ts';
import {
  asMarketHours,
  isTradingTime,
  readTradingTimes,
  type TradingTimes,
  tradingTimesText,
} from './trading-times.ts';

/** Bars as a source has them, before hours are looked at. */
interface Gathered
  extends Pick<
    PreparationReport,
    'files' | 'rows' | 'bad_rows' | 'notes' | 'source' | 'synthetic'
  > {
  readonly bars: SortedBars;
  readonly duplicates: number;
  readonly outOfOrder: number;
}

/**
 * Writes one Parquet file of one-minute bars, times in UTC, from CSV files, LEAN's minute data or a
 * generator. A file that is there is left as it is unless it is to be replaced.
 * @throws InputError where the bars cannot be read, or none are left
 */
export async function prepareBars(options: PreparationOptions): Promise<PreparationReport> {
  const began = performance.now();
  const { symbol, folder } = options;
  const times = readTradingTimes(symbol, options);
  const file = barFilePath(folder, symbol);
  const existing = existsSync(file) && !options.replace;
  const gathered = existing ? await gatherExisting(file) : await gather(options);
  const bars = times === null || existing ? gathered.bars : within(gathered.bars, times);
  if (bars.length === 0) refuseEmpty(symbol, times);
  if (!existing) {
    const { synthetic, source } = gathered;
    await placeFile(file, barFileBytes(bars, { v: 1, symbol, synthetic, source }));
  }
  const { duplicates, outOfOrder, bars: all, ...rest } = gathered;
  return {
    ...rest,
    symbol,
    file,
    existing,
    bytes: statSync(file).size,
    bars: bars.length,
    first: momentText(bars.time[0]),
    last: momentText(bars.time[bars.length - 1]),
    hours: tradingTimesText(times),
    duplicates,
    out_of_order: outOfOrder,
    outside_hours: all.length - bars.length,
    gaps: gapsOf(bars, times),
    seconds: (performance.now() - began) / 1000,
  };
}

function momentText(moment = 0): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

function refuseEmpty(symbol: string, times: TradingTimes | null): never {
  const wanted = times === null ? 'bars' : `bars within ${tradingTimesText(times)}`;
  throw new InputError(`Cannot prepare bars of ${symbol}`, [{ path: '', wanted, found: 'none' }]);
}

function gather({ symbol, source }: PreparationOptions): Gathered | Promise<Gathered> {
  if (source.kind === 'files') return gatherFiles(source);
  if (source.kind === 'lean') {
    const { folder, ticker } = source;
    return whole(leanMinutes(source), `LEAN's minute data of ${ticker} in ${folder}`);
  }
  const { days, start, seed } = source;
  const bars = syntheticBars({ symbol, days, firstDay: parseDay(start), seed });
  return {
    ...whole(withVolume(bars), `made up by a generator with seed ${seed}`),
    synthetic: true,
    notes: [
      'These bars are synthetic: made up, so that what a strategy earns on them means nothing',
    ],
  };
}

function whole(bars: SortedBars, source: string): Gathered {
  return {
    bars,
    source,
    synthetic: false,
    rows: bars.length,
    files: [],
    duplicates: 0,
    outOfOrder: 0,
    bad_rows: { count: 0, shown: [] },
    notes: [],
  };
}

function withVolume({ length, time, open, high, low, close }: StepBars): SortedBars {
  const plain = (column: StepBars['time']): Float64Array => column as Float64Array;
  return {
    length,
    time: plain(time),
    open: plain(open),
    high: plain(high),
    low: plain(low),
    close: plain(close),
    volume: new Float64Array(0),
  };
}

async function gatherExisting(file: string): Promise<Gathered> {
  const { bars, notes } = await readBarFile(file);
  const source = notes?.source ?? 'another tool';
  return { ...whole(withVolume(bars), source), synthetic: notes?.synthetic === true };
}

type FilesSource = Extract<PreparationSource, { kind: 'files' }>;

async function gatherFiles(source: FilesSource): Promise<Gathered> {
  const [parquet] = source.files.filter((file) => file.endsWith('.parquet'));
  if (parquet !== undefined) return gatherExisting(parquet);
  const paths = findFiles(source.files);
  const read = await readBarFiles(paths, { hints: source, lowestPrice: Number.MIN_VALUE });
  refuseBadRows(source, read.badRows);
  const zone = source.timezone === undefined ? read.zone : zoneFromUser(source.timezone);
  const time = instantsOf(read.table, zone ?? timeZone('UTC'));
  const { bars, outOfOrder, duplicates } = sortBars({ ...read.table, time });
  refuseOtherBars(bars);
  const isAssumed = zone === null && read.table.offset.some(Number.isNaN);
  const offMinute = bars.time.findIndex((moment) => moment % 60_000 !== 0);
  return {
    ...whole(bars, paths.length === 1 ? basename(paths[0] as string) : `${paths.length} files`),
    files: read.files,
    rows: read.files.reduce((sum, { rows }) => sum + rows, 0),
    duplicates: duplicates.count,
    outOfOrder,
    bad_rows: read.badRows,
    notes: [
      ...(isAssumed ? [ZONE_NOTE] : []),
      ...differingNote(duplicates.differing),
      ...(offMinute === -1
        ? []
        : [
            `Not all bars begin with a minute, such as that of ${momentText(bars.time[offMinute])}`,
          ]),
    ],
  };
}

/** Fewer bars say nothing of how far apart they are as a rule. */
const FEW_BARS = 10;

const ZONE_NOTE =
  'No row says its zone, so times were read as UTC; brokers often write their own: --timezone names it';

/** Bars of an hour taken for minutes would be hours of which all minutes but one are missing. */
function refuseOtherBars({ time, length }: SortedBars): void {
  const apart = length < FEW_BARS ? null : usualSpacing(time);
  if (apart === null || apart === BAR_MS.minute) return;
  throw new InputError('Cannot prepare bars', [
    { path: '', wanted: 'bars of one minute', found: `bars ${spacingText(apart)} apart` },
  ]);
}

function differingNote(count: number): string[] {
  return count === 0
    ? []
    : [`${count} duplicates differ from the row that was kept, the first one`];
}

function refuseBadRows(
  { strict }: FilesSource,
  { count, shown }: PreparationReport['bad_rows'],
): void {
  if (!strict || count === 0) return;
  throw new InputError(
    `Cannot prepare bars, since ${count} rows hold none`,
    shown.map(({ file, line, wanted, found }) => ({ path: file, line, wanted, found })),
  );
}

function zoneFromUser(id: string) {
  try {
    return zoneNamed(id);
  } catch (error) {
    const problem = {
      path: '--timezone',
      wanted: 'a zone such as Europe/Berlin',
      found: `"${id}"`,
    };
    throw new InputError('Cannot prepare bars', [problem], { cause: error });
  }
}

function within(bars: SortedBars, times: TradingTimes): SortedBars {
  const counts = isTradingTime(times);
  const kept = Uint32Array.from({ length: bars.length }, (_, bar) => bar).filter((bar) =>
    counts(bars.time[bar] as number),
  );
  return kept.length === bars.length ? bars : pickBars(bars, kept);
}

const NO_GAPS: PreparationReport['gaps'] = {
  missing_days: 0,
  days: [],
  missing_minutes: 0,
  days_with_missing_minutes: 0,
  minutes: [],
};

/** Weekdays, or minutes of their hours, without bars; not looked for where no hours are known. */
function gapsOf(bars: SortedBars, times: TradingTimes | null): PreparationReport['gaps'] {
  if (times === null) return NO_GAPS;
  const zone = timeZone(times.zone);
  const local = bars.time.map((moment) => zone.toLocal(moment));
  return findGaps({ times: local, resolution: 'minute', hours: asMarketHours(times) }).gaps;
}
