import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { type FileMetaData, parquetMetadata, type RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import {
  type ColumnDefinition,
  type ColumnValues,
  encodeColumn,
  schemaOf,
} from './parquet-column.ts';

/** "PAR1" */
const MAGIC = Buffer.from('PAR1');

/**
 * A Parquet file that grows and can be read at any time: each append puts row groups after the last
 * footer and a new footer after them. Footers in between are bytes that nobody points at.
 */
export interface ParquetFile extends Disposable {
  readonly rows: number;
  /** Rows of each group. */
  readonly groups: readonly number[];
  append(columns: Iterable<ColumnValues>, rows: number): void;
  /** Writes the footer; the file can be read from then on. */
  finish(): void;
}

/** Opens a file to go on with, or makes a new one where it is of other columns or cannot be read. */
export function openParquetFile(path: string, columns: readonly ColumnDefinition[]): ParquetFile {
  const fd = openSync(path, 'a+');
  closeSync(fd);
  return new GrowingParquet(openSync(path, 'r+'), columns);
}

class GrowingParquet implements ParquetFile {
  readonly #fd: number;
  readonly #columns: readonly ColumnDefinition[];
  #groups: RowGroup[];
  #size: number;

  constructor(fd: number, columns: readonly ColumnDefinition[]) {
    this.#fd = fd;
    this.#columns = columns;
    const known = readFooter(fd, columns);
    this.#groups = known?.row_groups ?? [];
    this.#size = fstatSync(fd).size;
    if (known !== null) return;
    ftruncateSync(fd, 0);
    writeSync(fd, MAGIC, 0, MAGIC.length, 0);
    this.#size = MAGIC.length;
  }

  get rows(): number {
    return this.groups.reduce((sum, rows) => sum + rows, 0);
  }

  get groups(): readonly number[] {
    return this.#groups.map(({ num_rows }) => Number(num_rows));
  }

  append(columns: Iterable<ColumnValues>, rows: number): void {
    const start = this.#size;
    const chunks: RowGroup['columns'] = [];
    let uncompressed = 0n;
    let place = 0;
    for (const values of columns) {
      const { bytes, meta } = encodeColumn(values, this.#columns[place++] as ColumnDefinition);
      const offset = BigInt(this.#size);
      this.#write(bytes);
      uncompressed += meta.total_uncompressed_size;
      chunks.push({ file_offset: offset, meta_data: { ...meta, data_page_offset: offset } });
    }
    this.#groups.push({
      columns: chunks,
      total_byte_size: uncompressed,
      num_rows: BigInt(rows),
      file_offset: BigInt(start),
      total_compressed_size: BigInt(this.#size - start),
    });
  }

  finish(): void {
    const footer = new ByteWriter();
    writeMetadata(footer, {
      version: 2,
      created_by: 'leantune',
      schema: schemaOf(this.#columns),
      num_rows: BigInt(this.rows),
      row_groups: this.#groups,
    } as unknown as FileMetaData);
    footer.appendBytes(MAGIC);
    this.#write(footer.getBytes());
  }

  [Symbol.dispose](): void {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }

  #write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#size + done);
    }
    this.#size += bytes.length;
  }
}

/** Null where the file has no footer, as a crash leaves it, or has other columns. */
function readFooter(fd: number, columns: readonly ColumnDefinition[]): FileMetaData | null {
  const { size } = fstatSync(fd);
  try {
    const tail = readAt(fd, size - 8, 8);
    if (!tail.subarray(4).equals(MAGIC)) return null;
    const length = tail.readUInt32LE(0) + 8;
    const footer = readAt(fd, size - length, length);
    const bytes = new Uint8Array(footer).buffer;
    const metadata = parquetMetadata(bytes);
    const names = metadata.schema.slice(1).map(({ name }) => name);
    const same = JSON.stringify(names) === JSON.stringify(columns.map(({ name }) => name));
    return same ? metadata : null;
  } catch {
    return null;
  }
}

function readAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (at < 0 || readSync(fd, bytes, 0, length, at) !== length) {
    throw new RangeError('Cannot read a footer: the file is too short');
  }
  return bytes;
}
