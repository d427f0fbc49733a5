import type { BarColumns, QuoteColumns } from './columns.ts';
import { shareFloat64 } from './shared-columns.ts';

interface Span {
  /** Positions of the first bar and the last one. */
  readonly from: number;
  readonly to: number;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;
const QUOTES = [
  'bidOpen',
  'bidHigh',
  'bidLow',
  'bidClose',
  'askOpen',
  'askHigh',
  'askLow',
  'askClose',
] as const;

/** Columns in which some bars are as if they had come after a split; the others stay as they are. */
export function splitBars(columns: BarColumns, span: Span, factor: number): BarColumns {
  const { quotes, volume } = columns;
  const prices = PRICES.map((name) => [name, scaled(columns[name], span, factor)]);
  return {
    ...columns,
    ...Object.fromEntries(prices),
    volume: scaled(volume, span, 1 / factor),
    quotes: quotes === null ? null : splitQuotes(quotes, span, factor),
  };
}

function splitQuotes(quotes: QuoteColumns, { from, to }: Span, factor: number): QuoteColumns {
  const { source } = quotes;
  const [first = -1, last = -1] = [source[from], source[to]];
  if (last < 0) return quotes;
  const span = { from: Math.max(0, first), to: last };
  const sides = QUOTES.map((name) => [name, scaled(quotes[name], span, factor)]);
  return { ...quotes, ...Object.fromEntries(sides) };
}

function scaled(
  column: Float64Array,
  { from, to }: Span,
  factor: number,
): Float64Array<SharedArrayBuffer> {
  const copy = shareFloat64(column);
  for (let index = from; index <= to; index++) copy[index] = (copy[index] as number) * factor;
  return copy;
}
