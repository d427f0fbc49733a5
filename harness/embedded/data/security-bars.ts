import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Resolution } from './bar-grid.ts';
import { dayOf, formatDay, parseDay } from './calendar-day.ts';
import { readSegment } from './column-cache.ts';
import { barsPath, minuteFolder, type TickKind, tickKinds } from './data-paths.ts';
import { type FactorFile, factorEvents, priceScale } from './factor-file.ts';
import { type MapFile, tickerOn, tickersOf } from './map-file.ts';
import type { RawColumns } from './read-bars.ts';
import type { Segment } from './segment.ts';

/** LEAN keeps prices of equities in 1/10000; other kinds unscaled. */
const EQUITY_SCALE = 10_000;

export interface BarSource {
  /** Where the bars lie. */
  readonly at: Pick<BacktestSetup, 'dataFolder' | 'securityType' | 'market'>;
  readonly ticker: string;
  readonly resolution: Resolution;
  readonly mapFile: MapFile;
  /** Days of the data's zone that matter; files of one day are read for these alone. */
  readonly firstDay: number;
  readonly lastDay: number;
}

/** The kind of bars that sets the price. */
export function mainKind({ at, resolution }: Pick<BarSource, 'at' | 'resolution'>): TickKind {
  return tickKinds(at, resolution)[0] as TickKind;
}

/** The files that hold a security's bars of a kind: one for each ticker, or for each day. */
export function barFiles(source: BarSource, kind: TickKind): string[] {
  return [...filesOf(source, kind)].map(({ file }) => file);
}

interface BarFile {
  readonly file: string;
  readonly ticker: string;
  /** Null where the file holds many days. */
  readonly day: number | null;
}

function* filesOf(source: BarSource, kind: TickKind): Iterable<BarFile> {
  const { at, ticker, resolution, mapFile } = source;
  if (resolution === 'minute') return yield* dayFilesOf(source, kind);
  for (const name of tickersOf(mapFile, ticker)) {
    const file = barsPath(at, resolution, { ticker: name, kind });
    if (existsSync(file)) yield { file, ticker: name, day: null };
  }
}

function* dayFilesOf(source: BarSource, kind: TickKind): Iterable<BarFile> {
  const { at, ticker, mapFile, firstDay, lastDay } = source;
  for (let day = firstDay; day <= lastDay; day++) {
    const name = tickerOn(mapFile, day, ticker);
    if (name === null) continue;
    const digits = formatDay(day).replaceAll('-', '');
    const file = join(minuteFolder(at, name), `${digits}_${kind}.zip`);
    if (existsSync(file)) yield { file, ticker: name, day };
  }
}

/** First and last day that there are files or bars for; null without any. */
export function availableDays(source: BarSource): { start: number; end: number } | null {
  const days = source.resolution === 'minute' ? minuteDays(source) : barDays(source);
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { start: first, end: last };
}

function minuteDays(source: BarSource): number[] {
  const { at, ticker, mapFile } = source;
  const ending = `_${mainKind(source)}.zip`;
  return tickersOf(mapFile, ticker)
    .map((name) => minuteFolder(at, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => parseDay(name.slice(0, 8)))
    .filter((day) => !Number.isNaN(day))
    .sort((a, b) => a - b);
}

function barDays(source: BarSource): number[] {
  const days: number[] = [];
  for (const { start } of readChunks(source, mainKind(source))) {
    const [first, last] = [start[0], start.at(-1)];
    if (first !== undefined && last !== undefined) days.push(dayOf(first), dayOf(last));
  }
  return days.sort((a, b) => a - b);
}

/** Unscaled bars of a security, oldest first, each ticker's from the days when it had that ticker. */
export function* readChunks(source: BarSource, kind: TickKind): Iterable<RawColumns> {
  const { at, ticker: requested, mapFile } = source;
  const scale = at.securityType === 'equity' ? EQUITY_SCALE : 1;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { ticker, files } of segmentsOf(source, kind)) {
    const { start, values } = readSegment({ kind, scale, files });
    const rows = new Int32Array(start.length);
    let kept = 0;
    let today = Number.NaN;
    let isOwn = false;
    for (let row = 0; row < start.length; row++) {
      const time = start[row] as number;
      const day = dayOf(time);
      if (day !== today) isOwn = tickerOn(mapFile, day, requested) === ticker;
      today = day;
      if (time <= newest || !isOwn) continue;
      newest = time;
      rows[kept++] = row;
    }
    yield kept === start.length
      ? { start, values }
      : rowsOf({ start, values }, rows.subarray(0, kept));
  }
}

function rowsOf({ start, values }: RawColumns, rows: Int32Array): RawColumns {
  const pick = (column: RawColumns['start']) =>
    Float64Array.from(rows, (row) => column[row] as number);
  return { start: pick(start), values: values.map(pick) };
}

interface TickerSegment {
  readonly ticker: string;
  readonly files: Segment['files'];
}

/** Files of one day by month, so that what is decoded together is large enough to be kept. */
function* segmentsOf(source: BarSource, kind: TickKind): Iterable<TickerSegment> {
  let open: BarFile[] = [];
  for (const found of filesOf(source, kind)) {
    const [first] = open;
    if (first !== undefined && !isSameMonth(first, found)) {
      yield { ticker: first.ticker, files: open };
      open = [];
    }
    open.push(found);
  }
  const [first] = open;
  if (first !== undefined) yield { ticker: first.ticker, files: open };
}

function isSameMonth(first: BarFile, second: BarFile): boolean {
  if (first.day === null || second.day === null || first.ticker !== second.ticker) return false;
  return formatDay(first.day).slice(0, 7) === formatDay(second.day).slice(0, 7);
}

interface Scaling {
  readonly normalization: BacktestSetup['normalization'];
  /** Total return adds the dividends that fell due since this day. */
  readonly firstDay: number;
}

/**
 * Brings prices to a normalization, in place: each times the factor of its day; volume, the fifth
 * column of trades, by the inverse. Total return adds dividends.
 */
export function normalizeColumns(
  { start, values }: RawColumns,
  factors: FactorFile,
  { normalization, firstDay }: Scaling,
): void {
  if (normalization === 'Raw' || factors.rows.length === 0) return;
  const dividends = normalization === 'TotalReturn' ? dividendsSince(factors, firstDay) : [];
  const volume = values.length === 5 ? (values[4] as RawColumns['start']) : null;
  const prices = volume === null ? values : values.slice(0, 4);
  let today = Number.NaN;
  let factor = 1;
  let paid = 0;
  for (let index = 0; index < start.length; index++) {
    const day = dayOf(start[index] as number);
    if (day !== today) {
      today = day;
      factor = priceScale(factors, day, normalization);
      paid = dividends.reduce((sum, { day: due, amount }) => sum + (due < day ? amount : 0), 0);
    }
    for (const column of prices) column[index] = (column[index] as number) * factor + paid;
    if (volume !== null) volume[index] = Math.round((volume[index] as number) / factor);
  }
}

function dividendsSince(factors: FactorFile, firstDay: number) {
  return factorEvents(factors)
    .filter((event) => event.kind === 'dividend' && event.day >= firstDay)
    .map(({ day, ratio, reference }) => ({ day, amount: distribution(reference, ratio) }));
}

/** Cash paid per share, in whole cents. */
export function distribution(reference: number, ratio: number): number {
  return Math.round((reference - reference * ratio) * 100) / 100;
}
