import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnValues } from '../../../runner/report/parquet-column.ts';
import { openParquetFile } from '../../../runner/report/parquet-file.ts';
import { readParquet } from '../../fixtures/read-parquet.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const columns: ColumnDefinition[] = [
  { name: 'id', type: 'INT32' },
  { name: 'mode', type: 'UTF8' },
  { name: 'on', type: 'BOOLEAN' },
  { name: 'worth', type: 'DOUBLE' },
  { name: 'sharpe', type: 'FLOAT' },
];

const bytes = (values: Int32Array | Float32Array | Float64Array) => new Uint8Array(values.buffer);

function text(value: string): Buffer {
  const body = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

/** Rows whose every third has no Sharpe ratio. */
function aGroup(first: number, rows: number): ColumnValues[] {
  const ids = Array.from({ length: rows }, (_, row) => first + row);
  const measured = ids.filter((id) => id % 3 !== 0);
  const bits = Buffer.alloc(Math.ceil(rows / 8));
  for (const [row, id] of ids.entries()) if (id % 2 === 0) bits[row >> 3]! |= 1 << (row & 7);
  return [
    { rows, plain: bytes(Int32Array.from(ids)), present: null },
    {
      rows,
      plain: Buffer.concat(ids.map((id) => text(`größe ${id}`))),
      present: null,
    },
    { rows, plain: bits, present: null },
    { rows, plain: bytes(Float64Array.from(ids, (id) => id / 7)), present: null },
    {
      rows,
      plain: bytes(Float32Array.from(measured, (id) => id / 2)),
      present: Uint8Array.from(ids, (id) => (id % 3 === 0 ? 0 : 1)),
    },
  ];
}

function expected(rows: number) {
  return Array.from({ length: rows }, (_, index) => {
    const id = index + 1;
    const sharpe = id % 3 === 0 ? null : id / 2;
    return { id, mode: `größe ${id}`, on: id % 2 === 0, worth: id / 7, sharpe };
  });
}

describe('openParquetFile()', () => {
  test('can be read after every append, by others, and goes on where it ended', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.parquet');
    for (const [groups, rows] of [300, 300, 41].entries()) {
      using file = openParquetFile(path, columns);
      expect(file.groups).toEqual(Array(groups).fill(300));
      file.append(aGroup(1 + groups * 300, rows), rows);
      file.finish();
      const read = await readParquet(path);
      expect(read.rows).toEqual(expected(groups * 300 + rows));
      expect(read.metadata.row_groups).toHaveLength(groups + 1);
    }
  });

  test('begins anew where the file is torn at any place, or of other columns', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.parquet');
    const write = (own: readonly ColumnDefinition[]) => {
      using file = openParquetFile(path, own);
      const before = file.rows;
      file.append(aGroup(1, 20), 20);
      file.finish();
      return before;
    };
    write(columns);
    const whole = readFileSync(path);
    for (const length of [0, 3, 4, 100, whole.length - 9, whole.length - 1]) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      expect(write(columns), `cut at ${length}`).toBe(0);
      expect((await readParquet(path)).rows).toEqual(expected(20));
    }
    const others = columns.map((column) => ({ ...column, name: `${column.name}_2` }));
    expect(write(others)).toBe(0);
    expect(Object.keys((await readParquet(path)).rows[0] ?? {})).toEqual(
      others.map(({ name }) => name),
    );
  });
});
