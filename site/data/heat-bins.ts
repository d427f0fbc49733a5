import type { Axis } from './explorer-model.ts';

/** Labels are rounded to six digits: what they stand for lies this near. */
const ROUNDED = 1e-5;
/** A range of bins ends this share of the last one before the next begins. */
const GAP = 1e-3;

type Bins = readonly [first: number, last: number];

/** Where each bin of a heat map begins, on the axis of its parameter; levels stand for categories. */
function startsOf({ names }: Axis, labels: readonly string[]): readonly number[] {
  return labels.map((label, place) => (names === null ? Number(label) : place));
}

/** Whether each bin is one value; otherwise each goes on to where the next begins. */
function isOfValues({ names, max }: Axis, starts: readonly number[]): boolean {
  const last = starts.at(-1) ?? max;
  return names !== null || Math.abs(last - max) <= ROUNDED * Math.abs(max);
}

/** The values from one bin to another, both included. */
export function binsRange(
  axis: Axis,
  labels: readonly string[],
  [first, last]: Bins,
): readonly [number, number] {
  const starts = startsOf(axis, labels);
  const [low, high] = [starts[first] ?? axis.min, starts[last] ?? axis.max];
  if (axis.names !== null) return [low, high];
  if (isOfValues(axis, starts)) {
    return [low - ROUNDED * Math.abs(low), high + ROUNDED * Math.abs(high)];
  }
  const next = starts[last + 1];
  return [first === 0 ? axis.min : low, next === undefined ? axis.max : next - GAP * (next - high)];
}

/** The first and the last bin with a value in a range; null where there is none. */
export function binsWithin(
  axis: Axis,
  labels: readonly string[],
  [low, high]: readonly [number, number],
): Bins | null {
  const starts = startsOf(axis, labels);
  const isWithin = isOfValues(axis, starts)
    ? (start: number): boolean => {
        const room = axis.names === null ? ROUNDED * Math.abs(start) : 0;
        return start >= low - room && start <= high + room;
      }
    : (start: number, place: number): boolean =>
        (place === 0 || start <= high) && (starts[place + 1] ?? Number.POSITIVE_INFINITY) > low;
  const within = [...starts.keys()].filter((place) => isWithin(starts[place] as number, place));
  const [first, last] = [within[0], within.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}
