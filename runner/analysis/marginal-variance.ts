import type { Leaf } from './regression-tree.ts';

/** Variance of a tree over the unit cube, and of what each dimension alone explains of it. */
export interface TreeVariance {
  readonly total: number;
  readonly alone: Float64Array;
}

/**
 * Functional ANOVA of one tree (Hutter, Hoos & Leyton-Brown 2014, §3.2): with every point of the
 * cube equally likely, a leaf counts by the volume of its box, so that variances are exact sums.
 */
export function treeVariance(leaves: readonly Leaf[], dimensions: number): TreeVariance {
  const volumes = leaves.map(volumeOf);
  const mean = sum(leaves, (leaf, n) => leaf.value * (volumes[n] as number));
  const total = sum(leaves, (leaf, n) => (leaf.value - mean) ** 2 * (volumes[n] as number));
  const alone = Float64Array.from({ length: dimensions }, (_, dimension) =>
    aloneVariance(leaves, volumes, { dimension, mean }),
  );
  return { total, alone };
}

function volumeOf({ low, high }: Leaf): number {
  let volume = 1;
  for (let k = 0; k < low.length; k++) volume *= (high[k] as number) - (low[k] as number);
  return volume;
}

/**
 * V_j = ∫ (a_j(x) − mean)² dx, a_j(x) the mean of the tree where coordinate j is x: a step function
 * whose steps stand at the edges of the leaves.
 */
function aloneVariance(
  leaves: readonly Leaf[],
  volumes: readonly number[],
  { dimension, mean }: { readonly dimension: number; readonly mean: number },
): number {
  const edges = [...new Set(leaves.flatMap(({ low, high }) => [low[dimension], high[dimension]]))]
    .map(Number)
    .sort((a, b) => a - b);
  const places = new Map(edges.map((edge, place) => [edge, place]));
  // What each leaf adds begins at its low edge and ends at its high one.
  const changes = new Float64Array(edges.length);
  for (const [n, { low, high, value }] of leaves.entries()) {
    const [from, to] = [low[dimension] as number, high[dimension] as number];
    const share = (value * (volumes[n] as number)) / (to - from);
    changes[places.get(from) as number] = (changes[places.get(from) as number] as number) + share;
    changes[places.get(to) as number] = (changes[places.get(to) as number] as number) - share;
  }
  let variance = 0;
  let marginal = 0;
  for (let place = 0; place < edges.length - 1; place++) {
    marginal += changes[place] as number;
    const width = (edges[place + 1] as number) - (edges[place] as number);
    variance += (marginal - mean) ** 2 * width;
  }
  return variance;
}

function sum<T>(items: readonly T[], term: (item: T, n: number) => number): number {
  return items.reduce((total, item, n) => total + term(item, n), 0);
}
