import type { SearchSample } from '../../runner/server/views.ts';
import { formatNumber, formatValue } from './format.ts';

/** Something that evaluations are drawn along: a parameter, the fitness or a metric. */
export interface Axis {
  readonly key: string;
  readonly kind: 'parameter' | 'fitness' | 'metric' | 'id';
  readonly name: string;
  /** A value for each row; NaN where it is absent. */
  readonly values: Float64Array;
  readonly min: number;
  readonly max: number;
  /** Whether equal ratios are equally far apart. */
  readonly log: boolean;
  /** What a level stands for where there is no order; null for numbers. */
  readonly names: readonly string[] | null;
}

/** Evaluations as the plots of a search share them: one row each, in the order of ids. */
export interface ExplorerModel {
  readonly sample: SearchSample;
  readonly axes: readonly Axis[];
  /** Its ids as an axis, which can be brushed but has no place among the others. */
  readonly order: Axis;
  /** Rows that are valid, best first. */
  readonly ranked: readonly number[];
  /** Row of the best valid evaluation, -1 where there is none. */
  readonly best: number;
  /** 1 for rows that are valid. */
  readonly valid: Uint8Array;
}

/** What is chosen on each axis by key, both ends included. */
export type Brushes = ReadonlyMap<string, readonly [low: number, high: number]>;

export function createExplorerModel(sample: SearchSample): ExplorerModel {
  const { columns, parameters, metrics } = sample;
  const complete = sample.statuses.indexOf('complete');
  const fitness = Float64Array.from(columns.fitness, (value) => value ?? Number.NaN);
  const valid = Uint8Array.from(columns.status, (status, row) =>
    status === complete && !Number.isNaN(fitness[row]) ? 1 : 0,
  );
  const ofParameters = parameters.map(({ name, log, values, min, max }, place): Axis => {
    const column = numbersOf(columns.parameters[place]);
    return {
      key: `p ${name}`,
      kind: 'parameter',
      name,
      values: column,
      min,
      max,
      log,
      names: values,
    };
  });
  const ofMetrics = metrics.map((name, place) =>
    measuredAxis(`m ${name}`, { kind: 'metric', name }, numbersOf(columns.metrics[place])),
  );
  const score = measuredAxis('fitness', { kind: 'fitness', name: 'fitness' }, fitness);
  const axes = [...ofParameters, ...ofMetrics, score].filter(({ min, max }) => min <= max);
  const order = measuredAxis('id', { kind: 'id', name: 'evaluation' }, numbersOf(columns.id));
  const ranked = [...valid.keys()]
    .filter((row) => valid[row] === 1)
    .sort((a, b) => (fitness[b] as number) - (fitness[a] as number));
  return { sample, axes, order, ranked, best: ranked[0] ?? -1, valid };
}

/** Whether an axis can be logarithmic. */
export function canBeLog({ names, min, max }: Axis): boolean {
  return names === null && min > 0 && max > min;
}

/** The same evaluations with some axes turned from linear to logarithmic, or back. */
export function withTurned(model: ExplorerModel, turned: ReadonlySet<string>): ExplorerModel {
  const axes = model.axes.map((axis) =>
    turned.has(axis.key) && canBeLog(axis) ? { ...axis, log: !axis.log } : axis,
  );
  return { ...model, axes };
}

/** The fitness that the best so many percent reach; null where nothing is valid. */
export function fitnessOfBest(
  { sample: { quantiles } }: ExplorerModel,
  percent: number,
): readonly [number, number] | null {
  const last = quantiles.length - 1;
  const low = quantiles[Math.min(last, Math.max(0, Math.round((1 - percent / 100) * last)))];
  const high = quantiles[last];
  return low === undefined || high === undefined ? null : [low, high];
}

/** Ranks of fitness from 0, the worst, to 1, the best; NaN for what is not valid. */
export function fitnessRanks({ ranked, valid }: ExplorerModel): Float64Array {
  const ranks = new Float64Array(valid.length).fill(Number.NaN);
  const last = Math.max(1, ranked.length - 1);
  for (const [place, row] of ranked.entries()) ranks[row] = (ranked.length - 1 - place) / last;
  return ranks;
}

function numbersOf(column: readonly (number | null)[] | undefined): Float64Array {
  return Float64Array.from(column ?? [], (value) => value ?? Number.NaN);
}

function measuredAxis(
  key: string,
  { kind, name }: Pick<Axis, 'kind' | 'name'>,
  values: Float64Array,
): Axis {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { key, kind, name, values, min, max, log: false, names: null };
}

/** Where a value stands between the ends of its axis: 0 to 1, NaN where it is absent. */
export function unitOf({ min, max, log }: Axis, value: number): number {
  if (min === max) return Number.isNaN(value) ? value : 0.5;
  if (log && min > 0) return Math.log(value / min) / Math.log(max / min);
  return (value - min) / (max - min);
}

/** The value at a place between the ends. */
export function valueAt({ min, max, log }: Axis, unit: number): number {
  return log && min > 0 ? min * (max / min) ** unit : min + unit * (max - min);
}

/** 1 for each row that lies within all brushes. */
export function chosenRows({ axes, order, valid }: ExplorerModel, brushes: Brushes): Uint8Array {
  const chosen = new Uint8Array(valid.length).fill(1);
  for (const { key, values } of [...axes, order]) {
    const range = brushes.get(key);
    if (range === undefined) continue;
    const [low, high] = range;
    for (const [row, value] of values.entries()) {
      if (!(value >= low && value <= high)) chosen[row] = 0;
    }
  }
  return chosen;
}

/** Chosen rows that are valid, best first. */
export function bestOfChosen(
  { ranked }: Pick<ExplorerModel, 'ranked'>,
  chosen: Uint8Array,
  most: number = Number.POSITIVE_INFINITY,
): number[] {
  const best: number[] = [];
  for (const row of ranked) {
    if (best.length >= most) break;
    if (chosen[row] === 1) best.push(row);
  }
  return best;
}

/** Parameters whose best value is the first or the last there is, so that a wider range may hold better. */
export function edgesOfBest({ axes, best }: ExplorerModel): { name: string; value: number }[] {
  if (best < 0) return [];
  return axes.flatMap(({ kind, name, names, values, min, max }) => {
    const value = values[best] as number;
    const atEdge = names === null && min < max && (value === min || value === max);
    return kind === 'parameter' && atEdge ? [{ name, value }] : [];
  });
}

/** A parameter's value in words. */
export function axisText({ kind, names }: Axis, value: number): string {
  if (Number.isNaN(value)) return '–';
  if (names !== null) return names[Math.round(value)] ?? '–';
  if (kind === 'parameter') return formatValue(value, 6);
  return Math.abs(value) >= 1000 ? formatNumber(value) : formatValue(value, 4);
}
