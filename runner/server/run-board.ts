import { createParetoFront } from '../analysis/pareto-front.ts';
import type { Evaluation, EvaluationStatus } from '../domain/evaluation.ts';
import type { EvaluationRow } from '../run/evaluation-readers.ts';
import type { Point, PointsView } from './views.ts';

/** What the page of a run shows of one symbol's search, kept up to date as evaluations come. */
export interface RunBoard {
  readonly total: number;
  /** Evaluations may come in any order and more than once; those out of sample are passed over. */
  add(evaluations: readonly Evaluation[]): void;
  /** Adds one that is not among the best, of which its course is enough. */
  addRow(row: EvaluationRow): unknown;
  /** In order of id, thinned evenly to at most `max`. */
  points(max: number): PointsView;
  /** Best first, valid sets only; of equals the older. At most 200. */
  top(count: number): readonly Evaluation[];
  /** Where the job names several objectives: what no other set beats in all of them. */
  front(): readonly Evaluation[];
}

export const MOST_TOP = 200;
const MOST_BEST = 2_000;
/** Marks an id that has not come. */
const ABSENT = 255;

export const STATUS_CODES = {
  complete: 0,
  invalid: 1,
  failed: 2,
  pruned: 3,
} as const satisfies Record<EvaluationStatus, Point[3]>;

/** @param stageNames in the order of the job */
export function createRunBoard(stageNames: readonly string[]): RunBoard {
  const stages = [...stageNames];
  // Columns by id: a million evaluations take 10 MB instead of a gigabyte of objects.
  let fitness = new Float64Array(1024);
  let stage = new Uint8Array(1024);
  let status = new Uint8Array(1024).fill(ABSENT);
  let last = 0;
  let total = 0;
  const top: Evaluation[] = [];
  const best: [number, number][] = [];
  const front = createParetoFront();

  function makeRoom(id: number): void {
    if (id < status.length) return;
    const size = Math.max(id + 1, status.length * 2);
    const grown = [new Float64Array(size), new Uint8Array(size), new Uint8Array(size)] as const;
    grown[0].set(fitness);
    grown[1].set(stage);
    grown[2].fill(ABSENT).set(status);
    [fitness, stage, status] = grown;
  }

  /** Returns whether it is new. */
  function addRow(row: EvaluationRow): boolean {
    const { id } = row;
    makeRoom(id);
    if (status[id] !== ABSENT) return false;
    total++;
    last = Math.max(last, id);
    fitness[id] = row.fitness;
    stage[id] = stagePosition(stages, row.stage);
    status[id] = STATUS_CODES[row.status];
    if (isValid(row)) insertBest(best, id, row.fitness);
    return true;
  }

  function addOne(evaluation: Evaluation): void {
    if (evaluation.is_oos || !addRow(evaluation) || !isValid(evaluation)) return;
    insertTop(top, evaluation);
    front.add(evaluation);
  }

  function pointAt(id: number): Point {
    const value = fitness[id] as number;
    const code = status[id] as Point[3];
    return [id, Number.isFinite(value) ? value : null, stage[id] as number, code];
  }

  return {
    get total() {
      return total;
    },
    add: (evaluations) => evaluations.forEach(addOne),
    addRow,
    points(max) {
      const points: Point[] = [];
      const wanted = Math.min(max, total);
      // The n-th is kept where n × wanted / total reaches a new whole number: evenly, never more.
      const rank = (nth: number) => Math.floor((nth * wanted) / total);
      for (let id = 1, seen = 0; id <= last; id++) {
        if (status[id] === ABSENT) continue;
        seen++;
        if (rank(seen) > rank(seen - 1)) points.push(pointAt(id));
      }
      return { total, stages, points, best: thinned(best, MOST_BEST) };
    },
    top: (count) => top.slice(0, count),
    front: front.rows,
  };
}

export function isValid({ status, fitness }: Pick<Evaluation, 'status' | 'fitness'>): boolean {
  return status === 'complete' && fitness > Number.NEGATIVE_INFINITY;
}

/** The n-th of `count` items, evenly spread, the last one included. */
export function thinned<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return [...items];
  const at = (n: number) => Math.floor(((n + 1) * items.length) / count) - 1;
  return Array.from({ length: count }, (_, n) => items[at(n)] as T);
}

function stagePosition(stages: string[], name: string): number {
  const position = stages.indexOf(name);
  return position >= 0 ? position : stages.push(name) - 1;
}

function insertTop(top: Evaluation[], evaluation: Evaluation): void {
  const worst = top[MOST_TOP - 1];
  if (worst !== undefined && !isBetter(evaluation, worst)) return;
  const place = top.findIndex((other) => isBetter(evaluation, other));
  top.splice(place < 0 ? top.length : place, 0, evaluation);
  top.length = Math.min(top.length, MOST_TOP);
}

function isBetter(a: Evaluation, b: Evaluation): boolean {
  return a.fitness > b.fitness || (a.fitness === b.fitness && a.id < b.id);
}

/** Keeps the improvements in order of id, though evaluations of a batch end in any order. */
function insertBest(best: [number, number][], id: number, fitness: number): void {
  let place = best.length;
  while (place > 0 && (best[place - 1] as [number, number])[0] > id) place--;
  const before = best[place - 1];
  if (before !== undefined && before[1] >= fitness) return;
  let beaten = place;
  while (beaten < best.length && (best[beaten] as [number, number])[1] <= fitness) beaten++;
  best.splice(place, beaten - place, [id, fitness]);
}
