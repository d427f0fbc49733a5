import type { SamplersBenchView } from '../../runner/server/views.ts';

export type Bench = NonNullable<SamplersBenchView['bench']>;
export type BenchCell = Bench['cells'][number];
export type BenchProblem = Bench['problems'][number];
export type BenchPeerCell = Bench['peers']['cells'][number];

/** Infinities travel as strings. */
export function decodeBench(view: SamplersBenchView): SamplersBenchView {
  if (view.bench === null) return view;
  const cells = view.bench.cells.map((cell): BenchCell => {
    const { q25, median, q75 } = cell;
    return { ...cell, q25: Number(q25), median: Number(median), q75: Number(q75) };
  });
  return { bench: { ...view.bench, cells } };
}

/** A value as people read it: four digits, those of problems to be maximised with their own sign. */
export function benchValue(value: number, { direction }: Pick<BenchProblem, 'direction'>): string {
  if (!Number.isFinite(value)) return 'none';
  return shortNumber(direction === 'maximize' ? -value : value);
}

/** Four significant digits; a power of ten beyond six zeros or places. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const short = Number(value.toPrecision(4));
  if (size < 1e-3 || size >= 1e6)
    return value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
    .format(short)
    .replace('-', '−');
}

/** `840 ns`, `12 µs`, `3.4 ms`, `1.2 s` */
export function shortTime(microseconds: number): string {
  const digits = (value: number): string => String(Number(value.toPrecision(2)));
  if (microseconds < 1) return `${digits(microseconds * 1e3)} ns`;
  if (microseconds < 1e3) return `${digits(microseconds)} µs`;
  if (microseconds < 1e6) return `${digits(microseconds / 1e3)} ms`;
  return `${digits(microseconds / 1e6)} s`;
}
