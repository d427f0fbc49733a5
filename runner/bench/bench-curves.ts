import type { ProblemFacts, SearchRecord } from './bench-record.ts';
import { medianAfter } from './improvements.ts';
import { peerCurves } from './peers.ts';

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
      .map((n) => [n, medianAfter(own, n)] as const)
      .filter(([, median]) => Number.isFinite(median));
    return { name, problem, points };
  });
}

/** Of all peers that were measured, up to the longest searches of ours. */
export function peerCurvesOf(
  problems: readonly ProblemFacts[],
  batch: number,
  longest: number,
): BenchCurve[] {
  return problems.flatMap(({ name: problem }) =>
    peerCurves(problem, batch, longest).map(({ peer, points }) => {
      return { name: peer, problem, points };
    }),
  );
}
