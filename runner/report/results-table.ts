import type { Parameter } from '../domain/space.ts';
import type { ColumnsLayout } from '../run/columns-layout.ts';
import type { RowBlock } from '../run/columns-reader.ts';
import type { ColumnDefinition, ColumnType, ColumnValues } from './parquet-column.ts';
import type { SearchRows } from './search-rows.ts';

/** All results of a search as a table: id, stage, parameters, status, fitness, metrics. */
export interface ResultsTable {
  readonly columns: readonly ColumnDefinition[];
  /** The columns of the rows that are whole, one after the other, and how many rows those are. */
  group(block: RowBlock): { readonly rows: number; readonly columns: Iterable<ColumnValues> };
}

type Write = (block: RowBlock, rows: Int32Array) => ColumnValues;

interface TableColumn extends ColumnDefinition {
  readonly write: Write;
}

/** Metrics that are read in one walk over the rows: those of a line of the processor's cache. */
const TOGETHER = 16;

export function createResultsTable(layout: ColumnsLayout, source: SearchRows): ResultsTable {
  const heads: TableColumn[] = [
    { name: 'id', type: 'INT32', write: ids },
    { name: 'stage', type: 'UTF8', write: words(layout.stages, (block, row) => block.stage(row)) },
    ...source.space.parameters.map((parameter, place) => parameterColumn(parameter, place, source)),
    { name: 'status', type: 'UTF8', write: words(STATUSES, (block, row) => block.statusCode(row)) },
    { name: 'fitness', type: 'DOUBLE', write: fitness },
  ];
  const metrics = layout.names.map((name): ColumnDefinition => ({ name, type: 'FLOAT' }));
  const columns = withoutRepeats([...heads, ...metrics]);
  return {
    columns,
    group(block) {
      const rows = wholeRows(block);
      const values = (function* () {
        for (const { write } of heads) yield write(block, rows);
        for (let first = 0; first < metrics.length; first += TOGETHER) {
          yield* metricsFrom(first, Math.min(TOGETHER, metrics.length - first), { block, rows });
        }
      })();
      return { rows: rows.length, columns: values };
    },
  };
}

const STATUSES = ['complete', 'invalid', 'failed', 'pruned'] as const;

function wholeRows(block: RowBlock): Int32Array {
  const rows = new Int32Array(block.count);
  let found = 0;
  for (let row = 0; row < block.count; row++) if (block.isWhole(row)) rows[found++] = row;
  return rows.subarray(0, found);
}

/** A metric that is called like a parameter must not hide it. */
function withoutRepeats(columns: readonly ColumnDefinition[]): ColumnDefinition[] {
  const taken = new Set<string>();
  return columns.map(({ name: wanted, type }) => {
    let name = wanted;
    while (taken.has(name)) name = `${name}_`;
    taken.add(name);
    return { name, type };
  });
}

const ids: Write = (block, rows) => ({
  rows: rows.length,
  plain: bytesOf(Int32Array.from(rows, (row) => block.first + row)),
  present: null,
});

const fitness: Write = (block, rows) => ({
  rows: rows.length,
  plain: bytesOf(Float64Array.from(rows, (row) => block.fitness(row))),
  present: null,
});

/** The values of some metrics that stand side by side. */
function metricsFrom(
  first: number,
  count: number,
  { block, rows }: { readonly block: RowBlock; readonly rows: Int32Array },
): ColumnValues[] {
  const values = Array.from({ length: count }, () => new Float32Array(rows.length));
  const present = Array.from({ length: count }, () => new Uint8Array(rows.length));
  const found = new Int32Array(count);
  const { f32 } = block.views;
  const words = block.layout.stride / 4;
  for (let place = 0; place < rows.length; place++) {
    const start = (rows[place] as number) * words + block.layout.metrics + first;
    for (let metric = 0; metric < count; metric++) {
      const value = f32[start + metric] as number;
      if (Number.isNaN(value)) continue;
      (values[metric] as Float32Array)[found[metric] as number] = value;
      (present[metric] as Uint8Array)[place] = 1;
      found[metric] = (found[metric] as number) + 1;
    }
  }
  return values.map((column, metric) => {
    const length = found[metric] as number;
    const isWhole = length === rows.length;
    return {
      rows: rows.length,
      plain: bytesOf(column.subarray(0, length)),
      present: isWhole ? null : (present[metric] as Uint8Array),
    };
  });
}

/** Texts by number. */
function words(
  texts: readonly string[],
  numberOf: (block: RowBlock, row: number) => number,
): Write {
  const encoded = texts.map(lengthAndText);
  return (block, rows) => {
    const parts = Array.from(rows, (row) => encoded[numberOf(block, row)] ?? lengthAndText(''));
    return { rows: rows.length, plain: Buffer.concat(parts), present: null };
  };
}

function parameterColumn(parameter: Parameter, place: number, source: SearchRows): TableColumn {
  const { name } = parameter;
  const type = typeOf(parameter);
  const encode = ENCODERS[type];
  const known = new Map<unknown, Uint8Array>();
  const valueIn = (block: RowBlock, row: number): unknown => {
    if (parameter.levels === null) return source.paramsOf(block, row)[name];
    return valueAt(parameter, source.levelOf(block, row, place));
  };
  const write: Write = (block, rows) => {
    const values: unknown[] = [];
    const present = new Uint8Array(rows.length);
    for (let index = 0; index < rows.length; index++) {
      const value = valueIn(block, rows[index] as number);
      if (value === undefined) continue;
      present[index] = 1;
      values.push(value);
    }
    return {
      rows: rows.length,
      plain: encode(values, known),
      present: values.length === rows.length ? null : present,
    };
  };
  return { name, type, write };
}

function valueAt(parameter: Parameter, level: number): unknown {
  return level < 0 ? undefined : parameter.valueAt(level);
}

/** Whole numbers beyond 32 bits are doubles, and categories of several kinds are texts. */
function typeOf({ definition, levels, valueAt: at }: Parameter): ColumnType {
  if (definition.type === 'boolean') return 'BOOLEAN';
  if (definition.type === 'float') return 'DOUBLE';
  if (definition.type === 'int') {
    const ends = [at(0), at((levels ?? 1) - 1)].map(Number);
    return ends.every((end) => Math.abs(end) < 2 ** 31) ? 'INT32' : 'DOUBLE';
  }
  const values = 'values' in definition ? (definition.values as readonly unknown[]) : [];
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size > 1) return 'UTF8';
  return kinds.has('number') ? 'DOUBLE' : kinds.has('boolean') ? 'BOOLEAN' : 'UTF8';
}

const ENCODERS: Readonly<
  Record<ColumnType, (values: readonly unknown[], known: Map<unknown, Uint8Array>) => Uint8Array>
> = {
  INT32: (values) => bytesOf(Int32Array.from(values as number[])),
  DOUBLE: (values) => bytesOf(Float64Array.from(values as number[])),
  FLOAT: (values) => bytesOf(Float32Array.from(values as number[])),
  BOOLEAN(values) {
    const bits = new Uint8Array(Math.ceil(values.length / 8));
    for (const [place, value] of values.entries()) {
      if (value === true) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
    }
    return bits;
  },
  UTF8: (values, known) =>
    Buffer.concat(
      values.map((value) => {
        const bytes = known.get(value) ?? lengthAndText(String(value));
        known.set(value, bytes);
        return bytes;
      }),
    ),
};

function lengthAndText(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function bytesOf(values: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
