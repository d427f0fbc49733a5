import type { Fact } from './evidence.ts';
import { compareMerits } from './merit.ts';

/** Hills among the facts. */
export interface Niches {
  add(fact: Fact): void;
  /** The best fact on top of a hill that was not tried enough; null where none is left. */
  next(): Fact | null;
  /** Hears that a set proposed around a fact did not beat it. */
  miss(fact: Fact): void;
}

interface Hill {
  readonly fact: Fact;
  /** To the nearest better fact; infinite for the best. */
  distance: number;
  misses: number;
}

/** Misses in a row that end the search on a hill. */
const PATIENCE = 6;

/** How far a top is from any better fact, measured by the mean of all (φ of the paper). */
const FACTOR = 1.5;

/** Around a hill that was tried enough no other is looked for: so much of the unit cube's diagonal. */
const TABU = 0.2;

/**
 * Nearest-better clustering (Preuss 2010): a fact that is much farther from any better one than the
 * mean fact is the top of a hill of its own.
 */
export function createNiches(): Niches {
  const hills: Hill[] = [];
  const isSpent = ({ misses }: Hill): boolean => misses >= PATIENCE;
  return {
    add(fact) {
      let distance = Number.POSITIVE_INFINITY;
      for (const other of hills) {
        const apart = distanceOf(fact.x, other.fact.x);
        const isBetter = compareMerits(fact.merit, other.fact.merit) < 0;
        if (isBetter) other.distance = Math.min(other.distance, apart);
        else distance = Math.min(distance, apart);
      }
      hills.push({ fact, distance, misses: 0 });
    },
    next() {
      const spent = hills.filter(isSpent);
      const least = FACTOR * meanDistance(hills);
      let best: Hill | null = null;
      for (const hill of hills) {
        if (isSpent(hill) || hill.distance < least) continue;
        if (best !== null && compareMerits(hill.fact.merit, best.fact.merit) >= 0) continue;
        const radius = TABU * Math.sqrt(hill.fact.x.length);
        if (spent.some((other) => distanceOf(other.fact.x, hill.fact.x) < radius)) continue;
        best = hill;
      }
      return best?.fact ?? null;
    },
    miss(fact) {
      const hill = hills.find((other) => other.fact === fact);
      if (hill) hill.misses++;
    },
  };
}

function meanDistance(hills: readonly Hill[]): number {
  const finite = hills.filter(({ distance }) => Number.isFinite(distance));
  return finite.reduce((sum, { distance }) => sum + distance, 0) / Math.max(1, finite.length);
}

function distanceOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
}
