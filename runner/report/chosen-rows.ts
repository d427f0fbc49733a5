import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { openColumnsReader } from '../run/columns-reader.ts';
import { evaluationsAt } from '../run/read-by-columns.ts';
import type { RunStore } from '../run/run-store.ts';
import { COLUMNS_FILE } from '../run/symbol-files.ts';
import { createBestOf } from './best-of.ts';
import type { SearchCursor, SearchRow } from './search-cursor.ts';
import { quantilesOf } from './search-sample.ts';

/** A number of an evaluation: `fitness`, `id`, `ms`, a parameter as `p NAME` or a metric as `m NAME`. */
export type RowKey = string;

/** A number that is to lie between two others, both included; a category's is its level. */
export interface RowRange {
  readonly key: RowKey;
  readonly low: number;
  readonly high: number;
}

export interface ChoiceQuestion {
  readonly where: readonly RowRange[];
  readonly by: RowKey;
  readonly order: 'most' | 'least';
  readonly most: number;
}

/** The evaluations of a search that lie within all ranges, and the first of them in some order. */
export interface ChosenRows {
  readonly evaluations: number;
  /** Within all ranges. */
  readonly chosen: number;
  /** Of them, the valid ones; `rows` are among these. */
  readonly valid: number;
  /** Fitness of the valid ones at evenly spaced shares, as a sample's. */
  readonly quantiles: readonly number[];
  readonly rows: readonly Evaluation[];
}

/** The metrics that a cursor has to be opened with for a question. */
export function metricsAsked({ where, by }: ChoiceQuestion): string[] {
  const keys = [by, ...where.map(({ key }) => key)];
  return [...new Set(keys.filter((key) => key.startsWith('m ')).map((key) => key.slice(2)))];
}

/** Ids of the first in order, and how many there are. */
export function chooseIds(
  cursor: SearchCursor,
  question: ChoiceQuestion,
): Omit<ChosenRows, 'rows'> & { readonly ids: readonly number[] } {
  const metrics = metricsAsked(question);
  const read = (key: RowKey) => readerOf(key, cursor, metrics);
  const ranges = question.where.map(({ key, low, high }) => ({ low, high, value: read(key) }));
  const sign = question.order === 'most' ? 1 : -1;
  const by = read(question.by);
  const best = createBestOf(question.most);
  const fitness: number[] = [];
  let [evaluations, chosen] = [0, 0];
  cursor.visit((row) => {
    evaluations++;
    if (!ranges.every((range) => isWithin(range.value(row), range))) return;
    chosen++;
    if (row.status !== 'complete' || !Number.isFinite(row.fitness)) return;
    fitness.push(row.fitness);
    const key = sign * by(row);
    if (!Number.isNaN(key)) best.add(row.id, key);
  });
  const quantiles = quantilesOf(Float64Array.from(fitness));
  return { evaluations, chosen, valid: fitness.length, quantiles, ids: best.ranked() };
}

function isWithin(value: number, { low, high }: Pick<RowRange, 'low' | 'high'>): boolean {
  return value >= low && value <= high;
}

function readerOf(
  key: RowKey,
  { space }: SearchCursor,
  metrics: readonly string[],
): (row: SearchRow) => number {
  if (key === 'fitness') return (row) => row.fitness;
  if (key === 'id') return (row) => row.id;
  if (key === 'ms') return (row) => row.ms;
  const name = key.slice(2);
  if (key.startsWith('p ')) {
    const place = space.parameters.findIndex((parameter) => parameter.name === name);
    return place < 0 ? () => Number.NaN : (row) => row.coordinate(place);
  }
  const place = metrics.indexOf(name);
  return place < 0 ? () => Number.NaN : (row) => row.metric(place);
}

/** Evaluations of a search in the order of `ids`, read by their places where there are columns. */
export async function evaluationsOf(
  store: RunStore,
  { run, folder }: { readonly run: string; readonly folder: string },
  ids: readonly number[],
): Promise<readonly Evaluation[]> {
  const path = join(store.folder(run), folder);
  using reader = openColumnsReader(join(path, COLUMNS_FILE));
  // Awaited here: the reader is open until this function returns.
  if (reader !== null) return await evaluationsAt(path, reader, ids);
  const byId = new Map((await store.evaluations(run, folder)).map((one) => [one.id, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
