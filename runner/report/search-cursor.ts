import { join } from 'node:path';
import type { Evaluation, EvaluationStatus } from '../domain/evaluation.ts';
import { metricOf } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { Parameter } from '../domain/parameter.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { createSpace, type Space } from '../domain/space.ts';
import { type ColumnsReader, openColumnsReader } from '../run/columns-reader.ts';
import type { RunStore } from '../run/run-store.ts';
import { COLUMNS_FILE } from '../run/symbol-files.ts';
import { createSearchRows, type SearchRows } from './search-rows.ts';

/** One evaluation while it is visited; good until the next is. */
export interface SearchRow {
  readonly id: number;
  readonly fitness: number;
  readonly status: EvaluationStatus;
  /** Place in `stages`. */
  readonly stage: number;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  /** Counted from 1; 0 where it is not known. */
  readonly slot: number;
  /** A number's own value, else the level of a category; NaN where the parameter is absent. */
  coordinate(place: number): number;
  /** NaN where it was not measured. */
  metric(place: number): number;
}

/** All evaluations of a search, visited one by one, a million as well as ten. */
export interface SearchCursor extends Disposable {
  readonly space: Space;
  readonly stages: readonly string[];
  visit(each: (row: SearchRow) => void): void;
}

export interface CursorOptions {
  readonly store: RunStore;
  readonly run: string;
  readonly folder: string;
  readonly job: Pick<Job, 'parameters' | 'rules'>;
  /** What `metric` reads, by place. */
  readonly metrics: readonly string[];
}

const BLOCK_ROWS = 8_192;

/**
 * Reads a search by its columns, or by its lines where it has none: runs of older versions.
 * @throws Error where the run cannot be read
 */
export async function openSearchCursor(options: CursorOptions): Promise<SearchCursor> {
  const { store, run, folder, job } = options;
  const columns = openColumnsReader(join(store.folder(run), folder, COLUMNS_FILE));
  if (columns !== null) {
    return columnCursor(columns, createSearchRows(job.parameters, job.rules), options.metrics);
  }
  const space = createSpace(job.parameters, job.rules);
  return evaluationCursor(await store.evaluations(run, folder), space, options.metrics);
}

/** Where a parameter's value stands: a number's own value, else the level of a category. */
function coordinateOf(parameter: Parameter, set: ParameterSet): number {
  const value = set[parameter.name];
  if (value === undefined) return Number.NaN;
  return parameter.ordered ? Number(value) : parameter.levelOf(value);
}

function columnCursor(
  reader: ColumnsReader,
  rows: SearchRows,
  metrics: readonly string[],
): SearchCursor {
  const { space } = rows;
  const { layout } = reader;
  const columns = metrics.map((name) => layout.columnOf(name) ?? -1);
  let block = reader.block(layout.first, 0);
  let row = 0;
  const cursor: SearchRow = {
    get id() {
      return block.first + row;
    },
    get fitness() {
      return block.fitness(row);
    },
    get status() {
      return block.status(row);
    },
    get stage() {
      return block.stage(row);
    },
    get at() {
      return block.at(row);
    },
    get ms() {
      return block.ms(row);
    },
    get slot() {
      return block.slot(row);
    },
    coordinate(place) {
      const parameter = space.parameters[place] as Parameter;
      if (parameter.levels === null) return block.parameter(row, place);
      const level = rows.levelOf(block, row, place);
      if (level < 0) return Number.NaN;
      return parameter.ordered ? Number(parameter.valueAt(level)) : level;
    },
    metric(place) {
      const column = columns[place] ?? -1;
      return column < 0 ? Number.NaN : block.metric(row, column);
    },
  };
  return {
    space,
    stages: layout.stages,
    visit(each) {
      const { last } = reader;
      for (let { first } = layout; first <= last; first += BLOCK_ROWS) {
        block = reader.block(first, Math.min(BLOCK_ROWS, last - first + 1));
        for (row = 0; row < block.count; row++) if (block.isWhole(row)) each(cursor);
      }
    },
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}

/** The same of evaluations that were read already. */
export function evaluationCursor(
  evaluations: readonly Evaluation[],
  space: Space,
  metrics: readonly string[],
): SearchCursor {
  const stages = [...new Set(evaluations.map(({ stage }) => stage))];
  const places = new Map(stages.map((stage, place) => [stage, place]));
  return {
    space,
    stages,
    visit(each) {
      for (const evaluation of evaluations) {
        const { id, fitness, status, stage, at, ms, slot, params } = evaluation;
        each({
          id,
          fitness,
          status,
          stage: places.get(stage) ?? 0,
          at: Date.parse(at),
          ms,
          slot,
          coordinate: (place) => coordinateOf(space.parameters[place] as Parameter, params),
          metric: (place) => metricOf(evaluation, metrics[place] ?? '') ?? Number.NaN,
        });
      }
    },
    [Symbol.dispose]() {},
  };
}
