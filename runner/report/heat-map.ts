import type { Parameter } from '../domain/parameter.ts';
import type { SearchCursor } from './search-cursor.ts';

export interface HeatAxis {
  readonly name: string;
  /** What each bin is called: its value, or the first of its values. */
  readonly labels: readonly string[];
}

/** Fitness over two parameters; bins stand in rows of y, each with all of x. */
export interface HeatMap {
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** Valid evaluations in each bin, and those that were not. */
  readonly valid: readonly number[];
  readonly others: readonly number[];
  /** Of the valid ones; null where there is none. */
  readonly best: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
  readonly bestId: readonly (number | null)[];
}

/**
 * Looks at all evaluations. A parameter with no more values than `bins` has a bin for each, any
 * other is cut evenly, in magnitudes where it is `log`.
 * @throws RangeError where a name is no parameter's
 */
export function heatMap(
  cursor: SearchCursor,
  { x, y, bins }: { readonly x: string; readonly y: string; readonly bins: number },
): HeatMap {
  const [across, up] = [binning(cursor, x, bins), binning(cursor, y, bins)];
  const count = across.labels.length * up.labels.length;
  const valid = new Uint32Array(count);
  const others = new Uint32Array(count);
  const sum = new Float64Array(count);
  const best = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const bestId = new Float64Array(count);
  cursor.visit((row) => {
    const column = across.binOf(row.coordinate(across.place));
    const line = up.binOf(row.coordinate(up.place));
    if (column < 0 || line < 0) return;
    const bin = line * across.labels.length + column;
    if (row.status !== 'complete' || !Number.isFinite(row.fitness)) {
      others[bin] = (others[bin] as number) + 1;
      return;
    }
    valid[bin] = (valid[bin] as number) + 1;
    sum[bin] = (sum[bin] as number) + row.fitness;
    if (row.fitness <= (best[bin] as number)) return;
    best[bin] = row.fitness;
    bestId[bin] = row.id;
  });
  const where = <T>(value: (bin: number) => T): (T | null)[] =>
    Array.from(valid, (made, bin) => (made === 0 ? null : value(bin)));
  return {
    x: { name: x, labels: across.labels },
    y: { name: y, labels: up.labels },
    valid: [...valid],
    others: [...others],
    best: where((bin) => shortened(best[bin] as number)),
    mean: where((bin) => shortened((sum[bin] as number) / (valid[bin] as number))),
    bestId: where((bin) => bestId[bin] as number),
  };
}

interface Binning {
  readonly place: number;
  readonly labels: readonly string[];
  /** -1 where the parameter is absent. */
  binOf(coordinate: number): number;
}

function binning({ space }: SearchCursor, name: string, bins: number): Binning {
  const place = space.parameters.findIndex((parameter) => parameter.name === name);
  const parameter = space.parameters[place];
  if (parameter === undefined) throw new RangeError(`Cannot draw "${name}": no such parameter`);
  const { levels } = parameter;
  const levelAt = levelFinder(parameter);
  // Categories have no order by which several could share a bin.
  if (levels !== null && (levels <= bins || !parameter.ordered)) {
    const labels = Array.from({ length: levels }, (_, level) => labelOf(parameter.valueAt(level)));
    return { place, labels, binOf: (coordinate) => levelAt(coordinate) };
  }
  const labels = Array.from({ length: bins }, (_, bin) => labelOf(parameter.fromUnit(bin / bins)));
  return {
    place,
    labels,
    binOf: (coordinate) =>
      Number.isNaN(coordinate)
        ? -1
        : Math.min(bins - 1, Math.floor(parameter.toUnit(coordinate) * bins)),
  };
}

/** Categories come as their levels already; numbers are looked up once each. */
function levelFinder(parameter: Parameter): (coordinate: number) => number {
  if (!parameter.ordered) return (level) => (Number.isNaN(level) ? -1 : level);
  const known = new Map<number, number>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const level = Number.isNaN(value) ? -1 : parameter.levelOf(value);
    known.set(value, level);
    return level;
  };
}

function labelOf(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

function shortened(value: number): number {
  return Number(value.toPrecision(6));
}
