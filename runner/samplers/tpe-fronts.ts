import { dominates, nonDominatedRanks, type Point } from '../domain/non-dominated.ts';
import type { Told } from '../domain/sampler.ts';
import { hypervolumeSubset } from './hypervolume-subset.ts';
import { createRanking, type Ranking } from './tpe-ranking.ts';

interface Member {
  readonly row: number;
  readonly point: Point;
  /** How many others dominate it. */
  dominators: number;
}

/**
 * Ranks by several objectives, as multi-objective TPE does (Ozaki, Tanigaki, Watanabe, Nomura &
 * Onishi 2022): front by front; of the front that does not fit, those that together dominate most.
 * Pruned and invalid sets come after all complete ones, ranked as ever.
 * @param most the most that `best` is ever asked for
 */
export function createFronts(objectives: number, most: number): Ranking {
  const others = createRanking();
  let members: Member[] = [];
  let size = 0;
  let known: { count: number; rows: readonly number[] } | undefined;

  const join = (row: number, point: Point): void => {
    const member: Member = { row, point, dominators: 0 };
    for (const other of members) {
      if (dominates(point, other.point)) other.dominators++;
      else if (dominates(other.point, point)) member.dominators++;
    }
    // Whoever has so many above it will never be among the best.
    members = [...members, member].filter(({ dominators }) => dominators < most);
    size++;
  };

  const best = (count: number): readonly number[] => {
    const wanted = Math.min(count, size);
    const rows = bestFronts(members, wanted);
    return [...rows, ...others.best(count - rows.length)];
  };

  return {
    get size() {
      return size + others.size;
    },
    add(row, told) {
      known = undefined;
      if (told.status === 'complete') join(row, pointOf(told, objectives));
      else others.add(row, told);
    },
    best(count) {
      if (known?.count !== count) known = { count, rows: best(count) };
      return known.rows;
    },
  };
}

/** What was not measured is as bad as can be. */
function pointOf({ objectives }: Told, count: number): Point {
  return Array.from({ length: count }, (_, k) => {
    const value = objectives?.[k] ?? Number.NaN;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  });
}

function bestFronts(members: readonly Member[], count: number): number[] {
  const ranks = nonDominatedRanks(members.map(({ point }) => point));
  const fronts: Member[][] = [];
  for (const [n, member] of members.entries()) {
    const rank = ranks[n] as number;
    fronts[rank] = [...(fronts[rank] ?? []), member];
  }
  const rows: number[] = [];
  for (const front of fronts) {
    const left = count - rows.length;
    const ordered = front.toSorted((a, b) => a.row - b.row);
    const chosen =
      front.length <= left
        ? ordered
        : hypervolumeSubset(
            ordered.map(({ point }) => point),
            left,
          ).map((n) => ordered[n] as Member);
    rows.push(...chosen.map(({ row }) => row));
    if (rows.length >= count) break;
  }
  return rows;
}
