import type { Bar } from './calculator.ts';

/** Takes the number out of a bar that an indicator is to follow. */
export type Selector = (bar: Bar) => number;

/** Selectors by LEAN's names. Indicators that use these share their values between backtests. */
export const Field = {
  Open: (bar) => bar.open,
  High: (bar) => bar.high,
  Low: (bar) => bar.low,
  Close: (bar) => bar.close,
  Volume: (bar) => bar.volume,
  Average: (bar) => (bar.open + bar.high + bar.low + bar.close) / 4,
  Median: (bar) => (bar.high + bar.low) / 2,
  Typical: (bar) => (bar.high + bar.low + bar.close) / 3,
  Weighted: (bar) => (bar.high + bar.low + 2 * bar.close) / 4,
  SevenBar: (bar) => (2 * bar.open + bar.high + bar.low + 3 * bar.close) / 7,
} as const satisfies Record<string, Selector>;

/** A number of each bar that stands in a column of its own. */
export type FieldColumn = keyof Bar;

const columns = new Map<Selector, FieldColumn>([
  [Field.Open, 'open'],
  [Field.High, 'high'],
  [Field.Low, 'low'],
  [Field.Close, 'close'],
  [Field.Volume, 'volume'],
]);

/** The column that a selector reads; null where it reckons. */
export function fieldColumn(selector: Selector): FieldColumn | null {
  return columns.get(selector) ?? null;
}

const names = new Map(Object.entries(Field).map(([name, selector]) => [selector, name] as const));

/** The name of a selector that always takes the same of the same bar; null for any other. */
export function fieldName(selector: Selector): string | null {
  return (names as ReadonlyMap<Selector, string>).get(selector) ?? null;
}
