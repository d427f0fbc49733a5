import type { Told } from '../domain/sampler.ts';

/** Which evaluations are the best, by the order in which they were asked for. */
export interface Ranking {
  /** How many have a result. */
  readonly size: number;
  /** @param row in the order of asking; the older of equals is the better one */
  add(row: number, told: Told): void;
  /** Rows of the best, at most so many; best first. */
  best(count: number): readonly number[];
}

interface Rank {
  readonly row: number;
  /** Complete ones come before pruned ones, and these before invalid ones. */
  readonly group: number;
  /** Larger is better. */
  readonly value: number;
}

/** Ranks by fitness, feasible sets first; invalid ones by how much they miss their limits in all. */
export function createRanking(): Ranking {
  const ranked: Rank[] = [];
  return {
    get size() {
      return ranked.length;
    },
    add(row, told) {
      const rank = rankOf(row, told);
      ranked.splice(placeFor(rank, ranked), 0, rank);
    },
    best: (count) => ranked.slice(0, count).map(({ row }) => row),
  };
}

function rankOf(row: number, { status, fitness, violations }: Told): Rank {
  const value = Number.isNaN(fitness) ? Number.NEGATIVE_INFINITY : fitness;
  if (status === 'complete') return { row, group: 0, value };
  if (status === 'pruned') return { row, group: 1, value };
  const missed = Object.values(violations);
  const total = missed.reduce((sum, amount) => sum + amount, 0);
  return { row, group: 2, value: missed.length === 0 ? Number.NEGATIVE_INFINITY : -total };
}

function placeFor(rank: Rank, ranked: readonly Rank[]): number {
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(ranked[middle] as Rank, rank)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: Rank, b: Rank): boolean {
  if (a.group !== b.group) return a.group < b.group;
  if (a.value !== b.value) return a.value > b.value;
  return a.row < b.row;
}
