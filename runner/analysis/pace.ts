/** Evaluations as columns, one place each. */
export interface EndedEvaluations {
  /** When each ended, in milliseconds since 1970. */
  readonly at: ArrayLike<number>;
  readonly ms: ArrayLike<number>;
  /** What is not finite is not valid. */
  readonly fitness: ArrayLike<number>;
}

export interface Pace {
  /** Of running: the time in which the run stood still is left out. */
  readonly seconds: number;
  /** Improvements in the order of time: [seconds of running, fitness]. */
  readonly best: readonly (readonly [number, number])[];
}

/** Samplers think for less than this between two backtests; a run that was stopped waits longer. */
const PAUSE_MS = 10_000;

/** How fast a search found its best. Time without any backtest under way is a pause, and left out. */
export function paceOf({ at, ms, fitness }: EndedEvaluations): Pace {
  const order = Uint32Array.from({ length: at.length }, (_, place) => place);
  order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  const best: [number, number][] = [];
  let leader = Number.NEGATIVE_INFINITY;
  let frontier = Number.NaN;
  let running = 0;
  for (const place of order) {
    const end = at[place] as number;
    const length = ms[place] as number;
    const gap = end - length - frontier;
    // What ran beside another backtest adds only what it ran beyond that one's end.
    running += gap > PAUSE_MS || Number.isNaN(gap) ? length : Math.max(0, end - frontier);
    frontier = end;
    const value = fitness[place] as number;
    if (!Number.isFinite(value) || value <= leader) continue;
    leader = value;
    best.push([running / 1000, leader]);
  }
  return { seconds: running / 1000, best };
}
