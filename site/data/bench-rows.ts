import type { Bench, BenchCell, BenchPeerCell, BenchProblem } from './bench-values.ts';

/** One problem after so many evaluations: our samplers beside the best that peers got. */
export interface BenchRow {
  readonly problem: BenchProblem;
  readonly cells: ReadonlyMap<string, BenchCell>;
  /** Ours with the best median; null where none was searched as long. */
  readonly best: BenchCell | null;
  readonly peer: BenchPeerCell | null;
  /** What is to be known of that peer's way to its figure. */
  readonly note: string | null;
  /** Who has the best median, to six digits; null without a peer. */
  readonly wins: 'ours' | 'peer' | 'both' | null;
}

export function benchRows(bench: Bench, evaluations: number): BenchRow[] {
  return bench.problems.map((problem) => {
    const own = bench.cells.filter((cell) => {
      return cell.problem === problem.name && cell.evaluations === evaluations;
    });
    const [best = null] = own.toSorted((a, b) => a.rank - b.rank);
    const peers = bench.peers.cells.filter((cell) => {
      return cell.problem === problem.name && cell.evaluations === evaluations;
    });
    const [peer = null] = peers.toSorted((a, b) => a.median - b.median);
    const cells = new Map(own.map((cell) => [cell.sampler, cell]));
    const target = bench.targets.find((one) => {
      return one.problem === problem.name && one.evaluations === evaluations;
    });
    return { problem, cells, best, peer, note: target?.note ?? null, wins: winner(best) };
  });
}

const WINNERS = { better: 'ours', equal: 'both', worse: 'peer' } as const;

function winner(best: BenchCell | null): BenchRow['wins'] {
  return best?.against == null ? null : WINNERS[best.against];
}

/** A thousandth of what random search leaves has the full tint, ten times as much as it too. */
const FULL_BETTER = 3;
const FULL_WORSE = 1;

/** From −1 (far worse than random search) over 0 (as it) to 1 (far better); 0 where not known. */
export function heatOf({ ofRandom }: Pick<BenchCell, 'ofRandom'>): number {
  if (ofRandom === null) return 0;
  if (ofRandom === 0) return 1;
  const powers = Math.log10(1 / ofRandom);
  return powers >= 0 ? Math.min(1, powers / FULL_BETTER) : Math.max(-1, powers / FULL_WORSE);
}

/** Samplers that were searched as long, the best over all problems first. */
export function samplersAt({ standings }: Bench, evaluations: number): string[] {
  return standings
    .filter((standing) => standing.evaluations === evaluations)
    .toSorted((a, b) => a.meanRank - b.meanRank)
    .map(({ sampler }) => sampler);
}

/** Medians of the peer that ends best on a problem; null where none was measured. */
export function bestPeerCurve({ peers }: Bench, problem: string): Bench['curves'][number] | null {
  const own = peers.curves.filter((curve) => curve.problem === problem && curve.points.length > 1);
  const end = ({ points }: Bench['curves'][number]): number => points.at(-1)?.[1] ?? Number.NaN;
  const longest = Math.max(...own.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const whole = own.filter(({ points }) => points.at(-1)?.[0] === longest);
  return whole.toSorted((a, b) => end(a) - end(b))[0] ?? null;
}
