/** Room for indicator values of one thread; the oldest go first. */
const CAPACITY_BYTES = 64 * 1024 * 1024;

const entries = new Map<string, Float64Array>();
const columnIds = new WeakMap<Float64Array, number>();
let nextColumnId = 0;
let bytes = 0;

/**
 * The values of an indicator over a column, computed once per distinct period. The column itself
 * must never change.
 */
export function cachedValues(
  kind: string,
  column: Float64Array,
  period: number,
  compute: (column: Float64Array, period: number) => Float64Array,
): Float64Array {
  const key = `${kind}/${period}/${columnId(column)}`;
  const known = entries.get(key);
  if (known !== undefined) return known;
  const values = compute(column, period);
  entries.set(key, values);
  bytes += values.byteLength;
  for (const [oldest, old] of entries) {
    if (bytes <= CAPACITY_BYTES) break;
    entries.delete(oldest);
    bytes -= old.byteLength;
  }
  return values;
}

function columnId(column: Float64Array): number {
  let id = columnIds.get(column);
  if (id === undefined) {
    id = nextColumnId++;
    columnIds.set(column, id);
  }
  return id;
}
