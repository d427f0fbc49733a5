import { closeSync, existsSync, fdatasync, openSync, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { ParameterValue } from '../domain/parameter-set.ts';
import type { Parameter } from '../domain/space.ts';
import { type Variation, variationsAmong } from '../domain/variation.ts';
import type { Measured } from '../pipeline/drive-options.ts';
import { isSame } from '../pipeline/split-metrics.ts';
import {
  type ColumnsLayout,
  decodeHeader,
  HEADER_BYTES,
  layoutOf,
  MOST_COLUMNS,
  MOST_SLOTS,
  type RowViews,
  rowEnd,
  rowOffset,
  STATUSES,
  viewsOf,
} from './columns-layout.ts';
import { inOrder, writeAnew } from './widen-columns.ts';
import { writeAt } from './write-at.ts';

export interface ColumnRow extends Measured {
  readonly evaluation: Evaluation;
  /** Where the evaluation's line begins. */
  readonly offset: number;
}

/** Told of every row that is written: its metrics begin at `first` of `values`. */
export type RowListener = (
  values: Float32Array,
  first: number,
  row: Pick<ColumnRow, 'evaluation'>,
  layout: ColumnsLayout,
) => void;

/** `columns.bin` of a search that goes on. Rows are in the kernel's hands when `put` returns. */
export interface ColumnsFile extends AsyncDisposable {
  /** Null before the first row: nobody knows the metrics' names then. */
  readonly layout: ColumnsLayout | null;
  put(rows: readonly ColumnRow[], listener?: RowListener): void;
  /** Waits until all that was put is on the disk. */
  sync(): Promise<void>;
}

export interface ColumnsFileOptions {
  readonly path: string;
  readonly stages: readonly string[];
  /** Those of a space without a numbered grid; empty otherwise. */
  readonly parameters: readonly Parameter[];
  readonly variations?: readonly Variation[] | undefined;
  /** Id of the search's first evaluation; 1 where absent. */
  readonly first?: number | undefined;
}

export function openColumnsFile(options: ColumnsFileOptions): ColumnsFile {
  return new StoredColumns(options);
}

class StoredColumns implements ColumnsFile {
  layout: ColumnsLayout | null = null;
  readonly #options: ColumnsFileOptions;
  #fd = -1;
  #scratch: RowViews = viewsOf(new ArrayBuffer(0));
  #names: readonly string[] | undefined;
  #places: Int32Array = new Int32Array(0);
  #unsynced = false;

  constructor(options: ColumnsFileOptions) {
    this.#options = options;
    if (!existsSync(options.path)) return;
    this.#fd = openSync(options.path, 'r+');
    const bytes = Buffer.alloc(HEADER_BYTES);
    readSync(this.#fd, bytes, 0, HEADER_BYTES, 0);
    const header = decodeHeader(bytes);
    if (header !== null && sameNames(header.stages, options.stages)) this.layout = layoutOf(header);
  }

  put(rows: readonly ColumnRow[], listener?: RowListener): void {
    this.#makeColumns(rows);
    const { layout } = this;
    if (layout === null) return;
    const { stride } = layout;
    if (this.#scratch.bytes.length < rows.length * stride) {
      this.#scratch = viewsOf(new ArrayBuffer(rows.length * stride));
    }
    const sorted = isAscending(rows)
      ? rows
      : rows.toSorted((a, b) => a.evaluation.id - b.evaluation.id);
    let run = 0;
    for (const [index, row] of sorted.entries()) {
      this.#fill(row, index * stride, layout);
      listener?.(this.#scratch.f32, (index * stride) / 4 + layout.metrics, row, layout);
      const next = sorted[index + 1];
      if (next !== undefined && next.evaluation.id === row.evaluation.id + 1) continue;
      const first = (sorted[run] as ColumnRow).evaluation.id;
      const bytes = this.#scratch.bytes.subarray(run * stride, (index + 1) * stride);
      writeAt(this.#fd, bytes, rowOffset(first, layout));
      run = index + 1;
    }
    this.#unsynced = true;
  }

  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    this.#unsynced = false;
    const fd = this.#fd;
    try {
      await promisify(fdatasync)(fd);
    } catch (error) {
      // A file that was written anew meanwhile was synced then.
      if (fd === this.#fd) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fd < 0) return;
    await this.sync();
    closeSync(this.#fd);
    this.#fd = -1;
  }

  #fill({ evaluation, outcome, point, offset }: ColumnRow, start: number, layout: ColumnsLayout) {
    const { bytes, u32, f32, f64 } = this.#scratch;
    const [word, double] = [start / 4, start / 8];
    u32[word] = evaluation.id;
    u32[word + 1] = evaluation.batch;
    u32[word + 2] = 0;
    bytes[start + 8] = STATUSES.indexOf(evaluation.status);
    bytes[start + 9] = layout.stages.indexOf(evaluation.stage);
    const slot = Math.min(MOST_SLOTS, evaluation.slot);
    bytes[start + 10] = slot & 255;
    bytes[start + 11] = slot >> 8;
    f32[word + 3] = evaluation.ms;
    f64[double + 2] = evaluation.fitness;
    f64[double + 3] = offset;
    f64[double + 4] = point;
    f64[double + 5] = Date.parse(evaluation.at);
    this.#fillParameters(evaluation, double + 6);
    const first = word + layout.metrics;
    f32.fill(Number.NaN, first, (start + layout.stride) / 4 - 1);
    if (outcome.status === 'complete') this.#fillMetrics({ evaluation, outcome }, first, layout);
    u32[(start + layout.stride) / 4 - 1] = rowEnd(u32, word, layout);
  }

  #fillParameters({ params }: Evaluation, first: number): void {
    for (const [place, { name, definition, levelOf }] of this.#options.parameters.entries()) {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      const numeric = definition.type === 'int' || definition.type === 'float';
      const number = numeric ? (value as number | undefined) : levelIn(value, levelOf);
      this.#scratch.f64[first + place] = number ?? Number.NaN;
    }
  }

  #fillMetrics(
    { evaluation, outcome }: Pick<ColumnRow, 'evaluation' | 'outcome'>,
    first: number,
    layout: ColumnsLayout,
  ): void {
    const { f32 } = this.#scratch;
    if (outcome.status !== 'complete') return;
    if (outcome.row !== undefined) {
      const { values, offset } = outcome.row;
      const places = this.#places;
      for (let place = 0; place < places.length; place++) {
        const column = places[place] as number;
        if (column >= 0) f32[first + column] = values[offset + place] as number;
      }
      return;
    }
    for (const [column, name] of layout.names.entries()) {
      const value = metricOf(evaluation, name) ?? outcome.metrics[name];
      if (value !== undefined) f32[first + column] = value;
    }
  }

  /** Sees to a column for every metric. */
  #makeColumns(rows: readonly ColumnRow[]): void {
    const missing = new Set<string>();
    for (const { evaluation, outcome } of rows) {
      if (outcome.status !== 'complete') continue;
      if (outcome.row !== undefined) {
        const isKnown = isSame(outcome.row.names, this.#names);
        this.#names = outcome.row.names;
        if (!isKnown) this.#collect(outcome.row.names, missing);
        continue;
      }
      this.#collect(Object.keys(outcome.metrics), missing);
      this.#collect(Object.keys(evaluation.metrics), missing);
    }
    const before = this.layout?.names ?? [];
    const room = MOST_COLUMNS - before.length;
    if (this.layout === null || (missing.size > 0 && room > 0)) {
      this.#grow([...before, ...[...missing].slice(0, room)]);
    }
    const names = this.#names ?? [];
    if (missing.size > 0 || this.#places.length !== names.length) this.#place(names);
  }

  #collect(names: readonly string[], missing: Set<string>): void {
    for (const name of names) {
      if (this.layout?.columnOf(name) === undefined) missing.add(name);
    }
    this.#places = new Int32Array(0);
  }

  #place(names: readonly string[]): void {
    this.#places = Int32Array.from(names, (name) => this.layout?.columnOf(name) ?? -1);
  }

  /** Writes the file anew with other columns; the old one stands until the new one is whole. */
  #grow(names: readonly string[]): void {
    const { path, stages, parameters, first } = this.#options;
    const { variations = variationsAmong(names) } = this.#options;
    const old = this.layout;
    const layout = layoutOf({
      v: 1,
      names: inOrder(names, variations),
      stages,
      parameters: parameters.map(({ name }) => name),
      variations,
      sums: true,
      ...(first !== undefined && { first }),
    });
    const fd = writeAnew(path, layout, old === null ? null : { from: this.#fd, old });
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = fd;
    this.layout = layout;
  }
}

function levelIn(
  value: ParameterValue | undefined,
  levelOf: (value: ParameterValue) => number,
): number | undefined {
  return value === undefined ? undefined : levelOf(value);
}

function isAscending(rows: readonly ColumnRow[]): boolean {
  let before = 0;
  for (const { evaluation } of rows) {
    if (evaluation.id <= before) return false;
    before = evaluation.id;
  }
  return true;
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
