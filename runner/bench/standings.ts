import type { BenchCell } from './bench-cells.ts';

/** A sampler on all problems with one number of evaluations. */
export interface Standing {
  readonly sampler: string;
  readonly evaluations: number;
  readonly problems: number;
  readonly meanRank: number;
  /** Problems on which no sampler of ours was better. */
  readonly first: number;
  /** Against the best peer of each problem. */
  readonly better: number;
  readonly equal: number;
  readonly worse: number;
}

/** By length, and then by mean rank. */
export function standingsOf(cells: readonly BenchCell[]): Standing[] {
  const groups = Map.groupBy(cells, ({ sampler, evaluations }) => `${sampler} ${evaluations}`);
  const standings = [...groups.values()].map((own): Standing => {
    const { sampler = '', evaluations = 0 } = own[0] ?? {};
    const count = (outcome: BenchCell['against']): number =>
      own.filter(({ against }) => against === outcome).length;
    const ranks = own.reduce((total, { rank }) => total + rank, 0);
    return {
      sampler,
      evaluations,
      problems: own.length,
      meanRank: Number((ranks / own.length).toFixed(2)),
      first: own.filter(({ rank }) => rank === 1).length,
      better: count('better'),
      equal: count('equal'),
      worse: count('worse'),
    };
  });
  return standings.toSorted((a, b) => a.evaluations - b.evaluations || a.meanRank - b.meanRank);
}
