/**
 * Bars as they are read, a column each, growing. Times are wall-clock ms as written, with what the
 * text says of their distance from UTC (NaN where it says nothing).
 */
export interface BarTable {
  readonly length: number;
  readonly local: Float64Array;
  readonly offset: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One row of a table. */
export type TableRow = { -readonly [Name in keyof Omit<BarTable, 'length'>]: number };

/** A table that rows are added to. */
export interface BarTableBuilder {
  add(row: Readonly<TableRow>): void;
  finish(): BarTable;
}

const FIRST_CAPACITY = 1 << 16;

export function buildBarTable(): BarTableBuilder {
  let length = 0;
  let table = allocate(FIRST_CAPACITY);
  return {
    add(row) {
      if (length === table.length) table = resized(table, 2 * length);
      table.local[length] = row.local;
      table.offset[length] = row.offset;
      table.open[length] = row.open;
      table.high[length] = row.high;
      table.low[length] = row.low;
      table.close[length] = row.close;
      table.volume[length] = row.volume;
      length++;
    },
    finish: () => resized(table, length),
  };
}

function allocate(length: number): BarTable {
  return mapColumns(length, () => new Float64Array(length));
}

/** Shorter ones share their memory with the table that they were. */
function resized(table: BarTable, length: number): BarTable {
  return mapColumns(length, (name) => {
    if (length <= table.length) return table[name].subarray(0, length);
    const larger = new Float64Array(length);
    larger.set(table[name]);
    return larger;
  });
}

function mapColumns(length: number, make: (name: keyof TableRow) => Float64Array): BarTable {
  return {
    length,
    local: make('local'),
    offset: make('offset'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
  };
}
