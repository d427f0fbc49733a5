import type { Parameter } from '../domain/space.ts';
import type { ColumnsLayout } from '../run/columns-layout.ts';
import type { RowBlock } from '../run/columns-reader.ts';
import { outputName } from './output-names.ts';
import type { ColumnDefinition, ColumnValues } from './parquet-column.ts';
import { bytesOf, ENCODERS, lengthAndText, typeOf, withoutRepeats } from './parquet-values.ts';
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
  const metrics = layout.names.map(
    (name): ColumnDefinition => ({ name: outputName(name, layout.names), type: 'FLOAT' }),
  );
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
