import type { Evaluation } from '../domain/evaluation.ts';
import type { ColumnsReader } from './columns-reader.ts';
import {
  bestIds,
  evaluationsAt,
  manyRows,
  outlinesOf,
  sampledIds,
  visitRows,
} from './read-by-columns.ts';
import { replay } from './replay.ts';

/** The ways to read the evaluations of a run's symbol. */
export interface EvaluationReaders {
  /**
   * Evaluations of the search in order of id; a torn last line is passed over. Of more than 100,000,
   * at most `most`, evenly chosen, where that is given.
   */
  evaluations(id: string, symbolFolder: string, most?: number): Promise<readonly Evaluation[]>;
  /**
   * The same where course and fitness are enough: of more than 100,000 they lack parameters, metrics
   * and the names of generations.
   */
  outlines(id: string, symbolFolder: string): Promise<readonly Evaluation[]>;
  /** What a search of more than 100,000 evaluations can be read by; null for all others. */
  many(id: string, symbolFolder: string): ManyEvaluations | null;
}

/** A search by its columns, which are read in blocks while other work goes on. */
export interface ManyEvaluations extends Disposable {
  /** How many there may be: ids up to the last. */
  readonly count: number;
  readonly stages: readonly string[];
  /** Visits all evaluations in order of id. */
  visit(each: (row: EvaluationRow) => void): Promise<void>;
  /** The best valid ones, best first, with all that their lines say. */
  best(most: number): Promise<readonly Evaluation[]>;
}

/** Good until the next is visited. */
export type EvaluationRow = Pick<Evaluation, 'id' | 'stage' | 'status' | 'fitness'>;

/** @param symbol the folder of a run's symbol */
export function evaluationReaders(symbol: (id: string, name: string) => string): EvaluationReaders {
  return {
    async evaluations(id, name, most) {
      const folder = symbol(id, name);
      using reader = most === undefined ? null : manyRows(folder);
      if (reader === null || most === undefined) return (await replay(folder)).evaluations;
      // Awaited here: the reader is open until this function returns.
      return await evaluationsAt(folder, reader, await sampledIds(reader, most));
    },
    async outlines(id, name) {
      const folder = symbol(id, name);
      using reader = manyRows(folder);
      return reader === null ? (await replay(folder)).evaluations : await outlinesOf(reader);
    },
    many(id, name) {
      const folder = symbol(id, name);
      const reader = manyRows(folder);
      return reader === null ? null : manyOf(folder, reader);
    },
  };
}

function manyOf(folder: string, reader: ColumnsReader): ManyEvaluations {
  const { stages } = reader.layout;
  return {
    count: reader.last - reader.layout.first + 1,
    stages,
    visit: (each) =>
      visitRows(reader, (block, row) =>
        each({
          id: block.first + row,
          stage: stages[block.stage(row)] ?? '',
          status: block.status(row),
          fitness: block.fitness(row),
        }),
      ),
    best: async (most) => evaluationsAt(folder, reader, await bestIds(reader, most)),
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}
