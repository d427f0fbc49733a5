import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { type PointRow, PointTable } from './point-table.ts';

/** What answers a set. */
export interface Known {
  readonly id: number;
  readonly told: Told;
  /** Where the evaluation is, `run/symbol#id`, where an earlier run of the study made it. */
  readonly from?: string;
}

/** The most seeds a stage is given. */
const MOST_SEEDS = 1_000;

/** The same for the same set: its point in the grid where it stands at one, else its canonical text. */
export type SetKey = number | string;

export function keyOf(space: Space, set: ParameterSet): SetKey {
  const point = space.pointOf?.(set) ?? -1;
  return point >= 0 ? point : space.key(set);
}

/** Every parameter set a search has evaluated, so that none is evaluated twice. */
export interface EvaluationCache {
  readonly size: number;
  find(key: SetKey): Known | undefined;
  add(key: SetKey, id: number, told: Told): void;
  /** Adds what an earlier run of the study has made; the first of a set's stays. */
  adopt(key: SetKey, known: Known): void;
  /** How many of the sets came from the study. */
  readonly adopted: number;
  /** The best valid sets, best first, the older of equals first; at most 1,000. */
  best(): Told[];
}

/** @param space whose grid's points need not be kept with their parameters; null: all are kept */
export function createEvaluationCache(space: Pick<Space, 'at'> | null = null): EvaluationCache {
  const known = new Map<SetKey, Known>();
  const points = new PointTable();
  let adopted = 0;
  const toldAt = (point: number, { status, fitness }: PointRow): Told => {
    return { params: space?.at(point) ?? {}, status, fitness, violations: {} };
  };
  const isPlain = (key: SetKey, told: Told): key is number =>
    space !== null && typeof key === 'number' && !known.has(key) && !saysMore(told);
  return {
    get size() {
      return known.size + points.size;
    },
    get adopted() {
      return adopted;
    },
    adopt(key, earlier) {
      if (known.has(key)) return;
      known.set(key, earlier);
      adopted++;
    },
    find(key) {
      const found = known.get(key);
      if (found !== undefined || typeof key !== 'number') return found;
      const row = points.get(key);
      return row === undefined ? undefined : { id: row.id, told: toldAt(key, row) };
    },
    add(key, id, told) {
      if (isPlain(key, told)) points.set(key, { id, status: told.status, fitness: told.fitness });
      else known.set(key, { id, told });
    },
    best() {
      const best = createBest();
      for (const { id, told } of known.values()) best.offer({ id, ...told, tell: () => told });
      for (const row of points.rows()) best.offer({ ...row, tell: () => toldAt(row.point, row) });
      return best.list().map(({ tell }) => tell());
    },
  };
}

/** Whether more is told of a set than its numbers. */
function saysMore({ violations, objectives, standings }: Told): boolean {
  return objectives !== undefined || standings !== undefined || Object.keys(violations).length > 0;
}

interface Candidate {
  readonly id: number;
  readonly status: Told['status'];
  readonly fitness: number;
  readonly tell: () => Told;
}

/** Keeps the best valid ones of any number. */
function createBest() {
  let kept: Candidate[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  const cut = (): void => {
    kept = kept.sort((a, b) => b.fitness - a.fitness || a.id - b.id).slice(0, MOST_SEEDS);
    if (kept.length === MOST_SEEDS) worst = kept.at(-1)?.fitness ?? worst;
  };
  return {
    offer(candidate: Candidate): void {
      if (candidate.status !== 'complete' || candidate.fitness < worst) return;
      kept.push(candidate);
      if (kept.length >= 2 * MOST_SEEDS) cut();
    },
    list(): readonly Candidate[] {
      cut();
      return kept;
    },
  };
}
