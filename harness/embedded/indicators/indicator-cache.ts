import type { BarColumns } from '../data/columns.ts';
import { fieldName } from './field.ts';
import type { IndicatorRecipe } from './indicator-recipe.ts';
import { computeSeries, type IndicatorResults } from './indicator-series.ts';

/** Room for indicator values of one thread; what was not asked for the longest goes first. */
const CAPACITY_BYTES = 64 * 1024 * 1024;

const entries = new Map<string, IndicatorResults>();
const columnIds = new WeakMap<BarColumns, number>();
let nextColumnId = 0;
let bytes = 0;

/**
 * What an indicator tells over bars from `from` on, computed once per distinct recipe. The bars
 * themselves must never change.
 * @throws RangeError where the recipe fits no indicator
 */
export function cachedSeries(
  recipe: IndicatorRecipe,
  columns: BarColumns,
  from: number,
): IndicatorResults {
  const { kind, parameters, selector } = recipe;
  const field = selector === null ? '' : fieldName(selector);
  if (field === null) return computeSeries(recipe, columns, from);
  const key = `${kind}/${parameters.join()}/${field}/${columnId(columns)}/${from}`;
  const known = entries.get(key);
  if (known !== undefined) {
    entries.delete(key);
    entries.set(key, known);
    return known;
  }
  const results = computeSeries(recipe, columns, from);
  entries.set(key, results);
  bytes += sizeOf(results);
  for (const [oldest, old] of entries) {
    if (bytes <= CAPACITY_BYTES) break;
    entries.delete(oldest);
    bytes -= sizeOf(old);
  }
  return results;
}

function sizeOf({ main, parts }: IndicatorResults): number {
  return main.values.byteLength * (1 + Object.keys(parts).length);
}

function columnId(columns: BarColumns): number {
  let id = columnIds.get(columns);
  if (id === undefined) {
    id = nextColumnId++;
    columnIds.set(columns, id);
  }
  return id;
}
