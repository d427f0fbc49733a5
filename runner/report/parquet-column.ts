import { constants, zstdCompressSync } from 'node:zlib';
import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';

/** The values of one column within a row group; what is absent is null to readers. */
export interface ColumnValues {
  /** Present values only, as Parquet's PLAIN encoding has them. */
  readonly plain: Uint8Array;
  readonly rows: number;
  /** 1 for each row that has a value; null where all have. */
  readonly present: Uint8Array | null;
}

export type ColumnType = 'FLOAT' | 'DOUBLE' | 'INT32' | 'BOOLEAN' | 'UTF8';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
}

export interface EncodedColumn {
  readonly bytes: Uint8Array;
  readonly meta: Omit<ColumnMetaData, 'data_page_offset'>;
}

/** Fast, and as small as stronger levels make numbers that look like noise. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * One column of a row group as Parquet bytes: a page of the values as they lie in memory. Headers
 * and levels are hyparquet-writer's; its own pages are made value by value, which costs ten times
 * the search's own time for a set.
 */
export function encodeColumn(
  { plain, rows, present }: ColumnValues,
  { name, type }: ColumnDefinition,
): EncodedColumn {
  const levels = new ByteWriter();
  writeRleBitPackedHybrid(levels, present ?? repeated(rows), 1);
  const compressed = zstdCompressSync(plain, COMPRESSION);
  const page = new ByteWriter(compressed.length + levels.offset + 64);
  const missing = present === null ? 0 : rows - present.reduce((sum, one) => sum + one, 0);
  writePageHeader(page, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.offset + plain.length,
    compressed_page_size: levels.offset + compressed.length,
    data_page_header_v2: {
      num_values: rows,
      num_nulls: missing,
      num_rows: rows,
      encoding: 'PLAIN',
      definition_levels_byte_length: levels.offset,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = page.offset;
  page.appendBytes(levels.getBytes());
  page.appendBytes(compressed);
  return {
    bytes: page.getBytes(),
    meta: {
      type: type === 'UTF8' ? 'BYTE_ARRAY' : type,
      encodings: ['PLAIN', 'RLE'],
      path_in_schema: [name],
      codec: 'ZSTD',
      num_values: BigInt(rows),
      total_uncompressed_size: BigInt(header + levels.offset + plain.length),
      total_compressed_size: BigInt(page.offset),
    },
  };
}

let ones = new Uint8Array(0);

function repeated(rows: number): Uint8Array {
  if (ones.length !== rows) ones = new Uint8Array(rows).fill(1);
  return ones;
}

export function schemaOf(columns: readonly ColumnDefinition[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(
      ({ name, type }): SchemaElement =>
        type === 'UTF8'
          ? { name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' }
          : { name, type, repetition_type: 'OPTIONAL' },
    ),
  ];
}
