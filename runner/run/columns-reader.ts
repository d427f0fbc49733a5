import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { EvaluationStatus } from '../domain/evaluation.ts';
import {
  type ColumnsLayout,
  decodeHeader,
  HEADER_BYTES,
  layoutOf,
  type RowViews,
  rowEnd,
  rowOffset,
  STATUSES,
  viewsOf,
} from './columns-layout.ts';

/** Rows of consecutive ids. Rows of evaluations that have not come are not whole. */
export class RowBlock {
  /** Id of the first row. */
  readonly first: number;
  readonly count: number;
  readonly layout: ColumnsLayout;
  readonly views: RowViews;
  readonly #words: number;

  constructor(first: number, count: number, source: { layout: ColumnsLayout; views: RowViews }) {
    this.first = first;
    this.count = count;
    this.layout = source.layout;
    this.views = source.views;
    this.#words = source.layout.stride / 4;
  }

  isWhole(row: number): boolean {
    const { u32 } = this.views;
    const start = row * this.#words;
    if (u32[start] !== this.first + row) return false;
    return u32[start + this.#words - 1] === rowEnd(u32, start, this.layout);
  }

  /** Whether something stands there that is no whole row. */
  isDamaged(row: number): boolean {
    const start = row * this.#words;
    if (this.isWhole(row)) return false;
    return this.views.u32.subarray(start, start + this.#words).some((word) => word !== 0);
  }

  batch(row: number): number {
    return this.views.u32[row * this.#words + 1] as number;
  }

  status(row: number): EvaluationStatus {
    return STATUSES[this.statusCode(row)] ?? 'failed';
  }

  statusCode(row: number): number {
    return this.views.bytes[row * this.#words * 4 + 8] as number;
  }

  stage(row: number): number {
    return this.views.bytes[row * this.#words * 4 + 9] as number;
  }

  /** Counted from 1; 0 where an older version wrote the row, or the executor has no slots. */
  slot(row: number): number {
    const at = row * this.#words * 4 + 10;
    const { bytes } = this.views;
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  }

  ms(row: number): number {
    return this.views.f32[row * this.#words + 3] as number;
  }

  fitness(row: number): number {
    return this.#double(row, 2);
  }

  /** Where the line begins in `evaluations.jsonl`. */
  offset(row: number): number {
    return this.#double(row, 3);
  }

  /** Of the grid; -1 where parameters have columns of their own. */
  point(row: number): number {
    return this.#double(row, 4);
  }

  /** When the evaluation ended, in milliseconds since 1970. */
  at(row: number): number {
    return this.#double(row, 5);
  }

  parameter(row: number, place: number): number {
    return this.#double(row, 6 + place);
  }

  /** NaN where it is absent. */
  metric(row: number, column: number): number {
    return this.views.f32[row * this.#words + this.layout.metrics + column] as number;
  }

  #double(row: number, place: number): number {
    return this.views.f64[(row * this.#words) / 2 + place] as number;
  }
}

/** Reads `columns.bin`, also while it is written. */
export interface ColumnsReader extends Disposable {
  readonly layout: ColumnsLayout;
  /** The highest id that there may be a row of; the lowest is the layout's first. */
  readonly last: number;
  /** Fewer rows than asked for where the file ends. The block is good until the next is read. */
  block(first: number, count: number): RowBlock;
}

/** Null where there is no such file, or it is none of ours. */
export function openColumnsReader(path: string): ColumnsReader | null {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return null;
  }
  const bytes = Buffer.alloc(HEADER_BYTES);
  readSync(fd, bytes, 0, HEADER_BYTES, 0);
  const header = decodeHeader(bytes);
  if (header === null) {
    closeSync(fd);
    return null;
  }
  const layout = layoutOf(header);
  let views = viewsOf(new ArrayBuffer(0));
  return {
    layout,
    get last() {
      const rows = Math.max(0, Math.floor((fstatSync(fd).size - HEADER_BYTES) / layout.stride));
      return layout.first + rows - 1;
    },
    block(first, count) {
      if (views.bytes.length < count * layout.stride) {
        views = viewsOf(new ArrayBuffer(count * layout.stride));
      }
      const wanted = views.bytes.subarray(0, count * layout.stride);
      const read = readFully(fd, wanted, rowOffset(first, layout));
      return new RowBlock(first, Math.floor(read / layout.stride), { layout, views });
    },
    [Symbol.dispose]: () => closeSync(fd),
  };
}

function readFully(fd: number, bytes: Uint8Array, at: number): number {
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
