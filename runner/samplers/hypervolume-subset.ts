import { hypervolume, type Point } from '../domain/non-dominated.ts';

/** Stands for 0, on which a reference would have no volume. */
const TINY = 1e-12;

interface Candidate {
  readonly n: number;
  /** What it adds to those chosen; at most that, where it was computed in a round before. */
  gain: number;
  round: number;
}

/**
 * Places of the points that together dominate most, chosen one by one (greedy, which reaches at
 * least 63 % of the best choice: Guerreiro, Fonseca & Paquete 2016). A point adds the less the more
 * are chosen, so that only those are looked at again that could still be the best (Minoux 1978).
 */
export function hypervolumeSubset(front: readonly Point[], count: number): number[] {
  const finite = [...front.keys()].filter((n) => front[n]?.every(Number.isFinite));
  const endless = [...front.keys()].filter((n) => !finite.includes(n));
  const reference = referenceOf(finite.map((n) => front[n] as Point));
  const volumeOf = (places: readonly number[]): number =>
    hypervolume(
      places.map((n) => front[n] as Point),
      reference,
    );
  let candidates = finite.map((n): Candidate => ({ n, gain: volumeOf([n]), round: 0 }));
  const chosen: number[] = [];
  let volume = 0;
  while (chosen.length < count && candidates.length > 0) {
    const next = candidates.reduce((best, other) => (other.gain > best.gain ? other : best));
    if (next.round < chosen.length) {
      next.gain = volumeOf([...chosen, next.n]) - volume;
      next.round = chosen.length;
      continue;
    }
    chosen.push(next.n);
    volume += next.gain;
    candidates = candidates.filter((other) => other !== next);
  }
  return [...chosen, ...endless].slice(0, count);
}

/** A tenth beyond the worst of each objective, as Optuna has it. */
function referenceOf(points: readonly Point[]): Point {
  return (points[0] ?? []).map((_, k) => {
    const worst = Math.min(...points.map((point) => point[k] as number));
    const reference = Math.min(1.1 * worst, 0.9 * worst);
    return reference === 0 ? -TINY : reference;
  });
}
