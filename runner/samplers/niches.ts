import type { Fact } from './evidence.ts';
import { compareMerits } from './merit.ts';

/** A hill among the facts. */
export interface Hill {
  readonly top: Fact;
  /** Tops of hills that were climbed enough, and the best of all; what is nearer to them is theirs. */
  readonly others: readonly Fact[];
}

export interface Niches {
  add(fact: Fact): void;
  /** The hill with the best top of those that were not tried enough; null where none is left. */
  next(): Hill | null;
  /** Hears that a set proposed around a fact did not beat it. */
  miss(fact: Fact): void;
}

interface Peak {
  readonly fact: Fact;
  /** To the nearest better fact; infinite for the best. */
  distance: number;
  misses: number;
}

/** Misses in a row that end the search on a hill. */
const PATIENCE = 9;

/** How far a top is from any better fact, measured by the mean of all (φ of the paper). */
const FACTOR = 1.5;

/** Around a hill that was tried enough no other is looked for: so much of the unit cube's diagonal. */
const TABU = 0.2;

/**
 * Nearest-better clustering (Preuss 2010): a fact that is much farther from any better one than the
 * mean fact is the top of a hill of its own.
 */
export function createNiches(): Niches {
  const peaks: Peak[] = [];
  const isSpent = ({ misses }: Peak): boolean => misses >= PATIENCE;
  return {
    add(fact) {
      let distance = Number.POSITIVE_INFINITY;
      for (const other of peaks) {
        const apart = distanceBetween(fact.x, other.fact.x);
        const isBetter = compareMerits(fact.merit, other.fact.merit) < 0;
        if (isBetter) other.distance = Math.min(other.distance, apart);
        else distance = Math.min(distance, apart);
      }
      peaks.push({ fact, distance, misses: 0 });
    },
    next() {
      const spent = peaks.filter(isSpent);
      const least = FACTOR * meanDistance(peaks);
      let best: Peak | null = null;
      for (const peak of peaks) {
        if (isSpent(peak) || peak.distance < least) continue;
        if (best !== null && compareMerits(peak.fact.merit, best.fact.merit) >= 0) continue;
        const radius = TABU * Math.sqrt(peak.fact.x.length);
        if (spent.some((other) => distanceBetween(other.fact.x, peak.fact.x) < radius)) continue;
        best = peak;
      }
      if (best === null) return null;
      const top = best.fact;
      const isKnown = (peak: Peak): boolean => isSpent(peak) || !Number.isFinite(peak.distance);
      const others = peaks.flatMap((peak) =>
        peak.fact !== top && isKnown(peak) ? [peak.fact] : [],
      );
      return { top, others };
    },
    miss(fact) {
      const peak = peaks.find((other) => other.fact === fact);
      if (peak) peak.misses++;
    },
  };
}

function meanDistance(peaks: readonly Peak[]): number {
  const finite = peaks.filter(({ distance }) => Number.isFinite(distance));
  return finite.reduce((sum, { distance }) => sum + distance, 0) / Math.max(1, finite.length);
}

export function distanceBetween(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum);
}
