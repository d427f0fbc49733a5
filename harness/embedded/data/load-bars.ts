import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { BarGrid } from './bar-grid.ts';
import { type BarColumns, createBarLayer, type LaidColumns, type QuoteColumns } from './columns.ts';
import { tickKinds } from './data-paths.ts';
import type { FactorFile } from './factor-file.ts';
import type { RawColumns } from './read-bars.ts';
import { type BarSource, mainKind, normalizeColumns, readChunks } from './security-bars.ts';
import { sharedFloat64, sharedInt32 } from './shared-columns.ts';

export interface Prices {
  readonly bars: BarSource;
  readonly factors: FactorFile;
  readonly normalization: BacktestSetup['normalization'];
  readonly firstDay: number;
}

interface Source extends Prices {
  readonly grid: BarGrid;
  readonly fillForward: boolean;
  /** Leaves the quotes of trade bars aside: LEAN reads currency rates from trades alone. */
  readonly hasQuotes: boolean;
}

/** A security's bars as LEAN gives them to an algorithm, laid over the market's hours. */
export function loadBars(source: Source): BarColumns {
  const kind = mainKind(source.bars);
  const layer = createBarLayer(source.grid, kind === 'trade' ? 5 : 8, source);
  for (const chunk of normalized(source, kind)) layer.add(chunk);
  const laid = layer.finish();
  if (kind === 'quote') return barsOfQuotes(laid);
  const { start, end, period, filled, values } = laid;
  const [open, high, low, close, volume] = values as [Column, Column, Column, Column, Column];
  for (let index = 0; index < filled.length; index++) if (filled[index] === 1) volume[index] = 0;
  const kinds = tickKinds(source.bars.at, source.bars.resolution);
  const quotes = source.hasQuotes && kinds.includes('quote') ? quotesAt(source, end) : null;
  const mark = source.bars.at.securityType === 'crypto' ? marks(close, filled, quotes) : null;
  return { start, end, period, filled, open, high, low, close, volume, mark, quotes };
}

/** The middle of a bar's quotes, the close of a bar without them; a bar without either keeps the last. */
function marks(close: Column, filled: Uint8Array, quotes: QuoteColumns | null): BarColumns['mark'] {
  if (quotes === null) return null;
  const { bidClose, askClose, source } = quotes;
  const mark = sharedFloat64(close.length);
  for (let index = 0; index < close.length; index++) {
    if (source[index] === index) mark[index] = mid(bidClose[index], askClose[index]);
    else mark[index] = (filled[index] === 1 ? mark[index - 1] : close[index]) as number;
  }
  return mark;
}

type Column = BarColumns['open'];

/** Prices in the middle of bid and ask; for those who need no more. */
export function* midPrices(source: Prices): Iterable<RawColumns> {
  for (const { start, values } of normalized(source, mainKind(source.bars))) {
    if (values.length === 5) yield { start, values };
    else {
      const middle = [0, 1, 2, 3].map((price) =>
        Float64Array.from(start, (_, index) =>
          mid(values[price]?.[index], values[price + 4]?.[index]),
        ),
      );
      yield { start, values: [...middle, new Float64Array(start.length)] };
    }
  }
}

function* normalized(
  { bars, factors, normalization, firstDay }: Prices,
  kind: 'trade' | 'quote',
): Iterable<RawColumns> {
  for (const chunk of readChunks(bars, kind)) {
    normalizeColumns(chunk, factors, { normalization, firstDay });
    yield chunk;
  }
}

function mid(bid = Number.NaN, ask = Number.NaN): number {
  return (bid + ask) / 2;
}

function barsOfQuotes({ values, ...laid }: LaidColumns): BarColumns {
  const { filled } = laid;
  const { length } = filled;
  const source = sharedInt32(length);
  let last = -1;
  for (let index = 0; index < length; index++) {
    if (filled[index] === 0) last = index;
    source[index] = last;
  }
  const [open, high, low, close] = [0, 1, 2, 3].map((price) => {
    const column = sharedFloat64(length);
    for (let index = 0; index < length; index++) {
      column[index] = mid(values[price]?.[index], values[price + 4]?.[index]);
    }
    return column;
  }) as [Column, Column, Column, Column];
  const volume = sharedFloat64(length);
  const quotes = named(values, source);
  return { ...laid, open, high, low, close, volume, mark: null, quotes };
}

/** Quotes of the bars that end at the ascending moments `ends`; null where there are none at all. */
function quotesAt(source: Source, ends: Column): QuoteColumns | null {
  let quotes: Quotes | null = null;
  let index = 0;
  for (const { start, values } of normalized(source, 'quote')) {
    for (const [row, time] of start.entries()) {
      const end = source.grid.place(time)?.[1] ?? Number.NEGATIVE_INFINITY;
      while (index < ends.length && (ends[index] as number) < end) index++;
      if (ends[index] !== end) continue;
      // Not before there is one: without any they would be the largest of what reading takes.
      quotes ??= noQuotes(ends.length);
      copyRow({ ...quotes, index }, values, row);
    }
  }
  if (quotes === null) return null;
  const { columns, from } = quotes;
  keepLast(columns, from);
  return named(columns, from);
}

interface Quotes {
  readonly columns: readonly Column[];
  /** -1 where there is none. */
  readonly from: Int32Array<SharedArrayBuffer>;
}

function noQuotes(length: number): Quotes {
  const columns = Array.from({ length: 8 }, () => sharedFloat64(length));
  return { columns, from: sharedInt32(length).fill(-1) };
}

function copyRow(
  to: { columns: readonly Column[]; index: number; from: Int32Array },
  values: RawColumns['values'],
  row: number,
): void {
  to.from[to.index] = to.index;
  for (const [position, column] of to.columns.entries()) {
    column[to.index] = values[position]?.[row] as number;
  }
}

function keepLast(columns: readonly Column[], from: Int32Array): void {
  for (let index = 1; index < from.length; index++) {
    if (from[index] !== -1) continue;
    from[index] = from[index - 1] as number;
    for (const column of columns) column[index] = column[index - 1] as number;
  }
}

function named(values: readonly Column[], source: QuoteColumns['source']): QuoteColumns {
  const [bidOpen, bidHigh, bidLow, bidClose, askOpen, askHigh, askLow, askClose] =
    values as readonly Column[] as [Column, Column, Column, Column, Column, Column, Column, Column];
  return { bidOpen, bidHigh, bidLow, bidClose, askOpen, askHigh, askLow, askClose, source };
}
