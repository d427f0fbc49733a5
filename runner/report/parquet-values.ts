import type { Parameter } from '../domain/space.ts';
import type { ColumnDefinition, ColumnType } from './parquet-column.ts';

/** A metric that is called like a parameter must not hide it. */
export function withoutRepeats<Column extends ColumnDefinition>(
  columns: readonly Column[],
): Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    while (taken.has(name)) name = `${name}_`;
    taken.add(name);
    return { ...column, name };
  });
}

/** Whole numbers beyond 32 bits are doubles, and categories of several kinds are texts. */
export function typeOf({ definition, levels, valueAt: at }: Parameter): ColumnType {
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

/** Values that are present, as Parquet's PLAIN encoding has them; texts that repeat are encoded once. */
export const ENCODERS: Readonly<
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

export function lengthAndText(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function bytesOf(values: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
