import type { EvaluationStatus } from '../domain/evaluation.ts';
import type { Variation } from '../domain/variation.ts';
import { sealOf, unsealed } from './line-seal.ts';
import { rowSum } from './row-sum.ts';

/*
 * `columns.bin`: the numbers of every evaluation of a search, a row each at a place that follows
 * from its id, so that a million of them can be read without parsing a line. A row has a head of
 * 48 bytes, the parameters where they are not the point of a grid (float64), the metrics (float32),
 * and a sum of all that, by which a row that was cut short or has changed is told from a good one.
 */

/** The header's place; rows begin after it. */
export const HEADER_BYTES = 65_536;
const HEAD_BYTES = 48;

/** More metrics than anyone names; what is beyond stays in the lines alone. */
export const MOST_COLUMNS = 400;

/** What two bytes hold; slots beyond are counted as the last one. */
export const MOST_SLOTS = 65_535;

export const STATUSES: readonly EvaluationStatus[] = ['complete', 'invalid', 'failed', 'pruned'];

/** What the header says of the rows. */
export interface ColumnsHeader {
  readonly v: 1;
  /** Metrics, a float32 column each; NaN where a metric is absent. */
  readonly names: readonly string[];
  /** Stages of the job, by which a row names its own. */
  readonly stages: readonly string[];
  /** Parameters with a float64 column each; empty where a row's `point` says them. */
  readonly parameters: readonly string[];
  readonly variations: readonly Variation[];
  /** Id of the first row; absent: 1. A study's later runs go on with the numbers of those before. */
  readonly first?: number;
  /** Rows end with a sum; older versions ended them with the id once more. */
  readonly sums?: boolean;
}

/** Places within a row, in bytes but for what is said to be in floats. */
export interface ColumnsLayout extends ColumnsHeader {
  readonly first: number;
  readonly sums: boolean;
  readonly stride: number;
  /** Float32 places from the start of a row to its first metric. */
  readonly metrics: number;
  /** The column of a metric, or undefined. */
  columnOf(name: string): number | undefined;
}

export function layoutOf(header: ColumnsHeader): ColumnsLayout {
  const { names, parameters } = header;
  const bytes = HEAD_BYTES + 8 * parameters.length + 4 * names.length + 4;
  const columns = new Map(names.map((name, column) => [name, column]));
  return {
    ...header,
    first: header.first ?? 1,
    sums: header.sums ?? false,
    // Rows of whole float64s can be seen through typed arrays.
    stride: Math.ceil(bytes / 8) * 8,
    metrics: (HEAD_BYTES + 8 * parameters.length) / 4,
    columnOf: (name) => columns.get(name),
  };
}

export function encodeHeader(header: ColumnsHeader): Buffer {
  const { v, names, stages, parameters, variations, first, sums } = header;
  const bytes = Buffer.alloc(HEADER_BYTES, ' ');
  const json = JSON.stringify({ v, names, stages, parameters, variations, first, sums }).slice(
    0,
    -1,
  );
  const text = json + sealOf(json);
  if (Buffer.byteLength(text) >= HEADER_BYTES) {
    throw new RangeError(`Cannot write columns: ${names.length} names are too long for the header`);
  }
  bytes.write(text);
  return bytes;
}

/** Null where the bytes are no header, or one that has changed. */
export function decodeHeader(bytes: Buffer): ColumnsHeader | null {
  try {
    const header = JSON.parse(unsealed(bytes.toString('utf8').trimEnd())) as ColumnsHeader;
    const lists = [header.names, header.stages, header.parameters, header.variations];
    return header.v === 1 && lists.every(Array.isArray) ? header : null;
  } catch {
    return null;
  }
}

/** Where the row of an id begins. */
export function rowOffset(id: number, { stride, first }: ColumnsLayout): number {
  return HEADER_BYTES + (id - first) * stride;
}

/** What the row that begins at a word has to end with. */
export function rowEnd(words: Uint32Array, start: number, { stride, sums }: ColumnsLayout): number {
  return sums ? rowSum(words, start, start + stride / 4 - 1) : (words[start] as number);
}

/** Many rows in memory, seen as what they are made of. */
export interface RowViews {
  readonly bytes: Uint8Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

export function viewsOf(buffer: ArrayBuffer): RowViews {
  return {
    bytes: new Uint8Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
