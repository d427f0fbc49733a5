import { STATUSES } from '../run/columns-layout.ts';
import { createBestOf } from './best-of.ts';
import type { SearchCursor, SearchRow } from './search-cursor.ts';

/** An axis that evaluations can be drawn along. */
export interface SampleParameter {
  readonly name: string;
  readonly type: 'int' | 'float' | 'categorical' | 'boolean';
  readonly log: boolean;
  /** What a level stands for, where the parameter has no order; null for numbers. */
  readonly values: readonly string[] | null;
  readonly min: number;
  readonly max: number;
}

/** Evaluations as columns; `null` is what is absent or not finite. */
export interface SearchSample {
  readonly evaluations: number;
  readonly valid: number;
  readonly parameters: readonly SampleParameter[];
  readonly stages: readonly string[];
  readonly statuses: readonly string[];
  readonly metrics: readonly string[];
  readonly columns: {
    readonly id: readonly number[];
    readonly fitness: readonly (number | null)[];
    /** Places in `statuses` and `stages`. */
    readonly status: readonly number[];
    readonly stage: readonly number[];
    /** Seconds since the first of them ended. */
    readonly at: readonly number[];
    readonly ms: readonly number[];
    readonly parameters: readonly (readonly (number | null)[])[];
    readonly metrics: readonly (readonly (number | null)[])[];
  };
  /** Fitness of all valid ones at evenly spaced shares, lowest first: 0 %, 0.5 %, … 100 %. */
  readonly quantiles: readonly number[];
}

export interface SampleOptions {
  /** The most evaluations in the columns. */
  readonly most: number;
  /** The names that the cursor was opened with. */
  readonly metrics: readonly string[];
}

/** Part of the columns that the best are given; the others are spread evenly. */
const BEST_PART = 0.2;
const QUANTILES = 200;

/** What a page can draw of a search: the best, and an even part of all others. */
export function sampleSearch(cursor: SearchCursor, { most, metrics }: SampleOptions): SearchSample {
  const first = survey(cursor, Math.round(most * BEST_PART));
  const step = Math.max(1, (first.evaluations - first.best.size) / (most - first.best.size || 1));
  const columns = emptyColumns(cursor.space.parameters.length, metrics.length);
  let next = 0;
  let seen = 0;
  cursor.visit((row) => {
    const isBest = first.best.has(row.id);
    if (!isBest && seen++ < next) return;
    if (!isBest) next += step;
    addRow(columns, row, first.startedAt);
  });
  return {
    evaluations: first.evaluations,
    valid: first.fitness.length,
    parameters: cursor.space.parameters.map(({ name, definition, ordered, ...scale }) => ({
      name,
      type: definition.type,
      log: 'log' in definition && definition.log === true,
      values: ordered
        ? null
        : Array.from({ length: scale.levels ?? 0 }, (_, level) => String(scale.valueAt(level))),
      ...rangeOf(ordered, scale),
    })),
    stages: cursor.stages,
    statuses: STATUSES,
    metrics,
    columns,
    quantiles: quantilesOf(first.fitness),
  };
}

function survey(cursor: SearchCursor, mostBest: number) {
  const best = createBestOf(mostBest);
  let evaluations = 0;
  let startedAt = Number.POSITIVE_INFINITY;
  const fitness: number[] = [];
  cursor.visit((row) => {
    evaluations++;
    startedAt = Math.min(startedAt, row.at);
    if (row.status !== 'complete' || !Number.isFinite(row.fitness)) return;
    fitness.push(row.fitness);
    best.add(row.id, row.fitness);
  });
  return { evaluations, startedAt, fitness: Float64Array.from(fitness), best: best.ids() };
}

interface Columns {
  readonly id: number[];
  readonly fitness: (number | null)[];
  readonly status: number[];
  readonly stage: number[];
  readonly at: number[];
  readonly ms: number[];
  readonly parameters: (number | null)[][];
  readonly metrics: (number | null)[][];
}

function emptyColumns(parameters: number, metrics: number): Columns {
  const lists = (count: number): (number | null)[][] => Array.from({ length: count }, () => []);
  return {
    id: [],
    fitness: [],
    status: [],
    stage: [],
    at: [],
    ms: [],
    parameters: lists(parameters),
    metrics: lists(metrics),
  };
}

function addRow(columns: Columns, row: SearchRow, startedAt: number): void {
  columns.id.push(row.id);
  columns.fitness.push(shortened(row.fitness));
  columns.status.push(STATUSES.indexOf(row.status));
  columns.stage.push(row.stage);
  columns.at.push(Math.round(row.at - startedAt) / 1000);
  columns.ms.push(shortened(row.ms) ?? 0);
  for (const [place, column] of columns.parameters.entries()) {
    column.push(shortened(row.coordinate(place), 9));
  }
  for (const [place, column] of columns.metrics.entries())
    column.push(shortened(row.metric(place)));
}

/** More digits than a screen has pixels only cost bytes. */
function shortened(value: number, digits = 5): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

function rangeOf(
  ordered: boolean,
  scale: {
    readonly levels: number | null;
    valueAt(level: number): unknown;
    fromUnit(u: number): unknown;
  },
): { min: number; max: number } {
  if (!ordered) return { min: 0, max: (scale.levels ?? 1) - 1 };
  const { levels } = scale;
  const ends =
    levels === null
      ? [scale.fromUnit(0), scale.fromUnit(1)]
      : [scale.valueAt(0), scale.valueAt(levels - 1)];
  const numbers = ends.map(Number);
  return { min: Math.min(...numbers), max: Math.max(...numbers) };
}

/** Values at evenly spaced shares, lowest first: 0 %, 0.5 %, … 100 %; none of nothing. */
export function quantilesOf(fitness: Float64Array): number[] {
  if (fitness.length === 0) return [];
  const sorted = fitness.toSorted();
  return Array.from({ length: QUANTILES + 1 }, (_, n) => {
    const value = sorted[Math.round((n / QUANTILES) * (sorted.length - 1))] as number;
    return Number(value.toPrecision(6));
  });
}
