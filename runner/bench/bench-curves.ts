import type { ProblemFacts, SearchRecord } from './bench-record.ts';
import { valueAfter } from './improvements.ts';
import { peerCurve, peerResults } from './peers.ts';
import { quartilesOf } from './quartiles.ts';

export interface BenchCurve {
  /** A sampler, or a peer. */
  readonly name: string;
  readonly problem: string;
  /** Medians of the best so far: [evaluations, value]. */
  readonly points: readonly (readonly [number, number])[];
}

/** Even to the eye on a logarithmic axis. */
const CHECKPOINTS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];

/** Of each sampler on each problem the longest searches alone: others knew another budget. */
export function curvesOf(searches: readonly SearchRecord[]): BenchCurve[] {
  const groups = Map.groupBy(searches, ({ sampler, problem }) => `${sampler} ${problem}`);
  return [...groups.values()].map((group) => {
    const length = group.reduce((most, { evaluations }) => Math.max(most, evaluations), 0);
    const own = group.filter(({ evaluations }) => evaluations === length);
    const { sampler: name = '', problem = '' } = own[0] ?? {};
    const points = CHECKPOINTS.filter((n) => n < length)
      .concat(length)
      .map((n) => [n, quartilesOf(own.map((search) => valueAfter(search, n))).median] as const)
      .filter(([, median]) => Number.isFinite(median));
    return { name, problem, points };
  });
}

/** Of all peers that were measured, up to the longest searches of ours. */
export function peerCurves(
  problems: readonly ProblemFacts[],
  batch: number,
  longest: number,
): BenchCurve[] {
  return problems.flatMap(({ name: problem }) => {
    const lengths = [10, 20, 50, 100, 200, 300, 500, 1000].filter((length) => length <= longest);
    const peers = new Set(
      lengths.flatMap((length) => peerResults(problem, batch, length).map(({ peer }) => peer)),
    );
    return [...peers].map((name): BenchCurve => {
      const points = peerCurve(name, problem, batch).filter(([n]) => n <= longest);
      return { name, problem, points };
    });
  });
}
