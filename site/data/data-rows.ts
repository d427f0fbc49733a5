import type { PreparedBars } from '../../runner/domain/bar-preparation.ts';
import type { ListedData } from '../../runner/domain/data-listing.ts';
import type { MarketDataView } from '../../runner/server/data-views.ts';

/** A symbol's data in one folder, as the table shows it. */
export interface DataRow {
  readonly folder: string;
  readonly symbol: string;
  readonly market: string;
  readonly resolution: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly bars: number | null;
  readonly files: number;
  readonly bytes: number;
  readonly missing: number | null;
  /** The longest hole, in words. */
  readonly hole: string;
  readonly problem: string | null;
}

export function dataRows({ folders, prepared }: MarketDataView): readonly DataRow[] {
  const listed = Object.entries(folders).flatMap(([folder, { entries }]) =>
    entries.map((entry) => listedRow(folder, entry)),
  );
  return [...prepared.map(preparedRow), ...listed];
}

function listedRow(folder: string, entry: ListedData): DataRow {
  const { longest_gap: gap } = entry;
  const days = gap === null ? '' : `${gap.start} to ${gap.end} (${gap.days})`;
  return {
    folder,
    symbol: entry.symbol.toUpperCase(),
    market: `${entry.security_type}, ${entry.market}`,
    resolution: entry.resolution,
    first: entry.first,
    last: entry.last,
    bars: entry.bars,
    files: entry.files,
    bytes: entry.bytes,
    missing: entry.missing_weekdays,
    hole: gap !== null && gap.start === gap.end ? gap.start : days,
    problem: entry.problem,
  };
}

function preparedRow({ symbol, first, last, bars, bytes, gaps, ...rest }: PreparedBars): DataRow {
  return {
    folder: 'prepared',
    symbol,
    market: rest.synthetic ? 'made-up bars' : rest.source,
    resolution: 'minute',
    first: first.slice(0, 10) || null,
    last: last.slice(0, 10) || null,
    bars,
    files: 1,
    bytes,
    missing: gaps?.missing_days ?? null,
    hole: '',
    problem: rest.problem,
  };
}

/** Rows in which every word is found. */
export function matchingRows(rows: readonly DataRow[], text: string): readonly DataRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ symbol, market, resolution, folder }) => {
    const own = `${symbol} ${market} ${resolution} ${folder}`.toLowerCase();
    return words.every((word) => own.includes(word));
  });
}

/** 512 KB, 3.4 MB, 12 GB: as folders say it, in steps of 1,000. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1_000) break;
    value /= 1_000;
    unit = next;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
