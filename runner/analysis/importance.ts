import type { Evaluation } from '../domain/evaluation.ts';
import { type Random, randomFrom, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { binnedColumn } from './binned-column.ts';
import { treeVariance } from './marginal-variance.ts';
import { growTree, type Sample } from './regression-tree.ts';

/** How much of the fitness each parameter explains by itself. */
export interface Importance {
  /** Valid evaluations that were learnt from … */
  readonly used: number;
  /** … of so many valid ones; invalid, failed and out-of-sample ones have no fitness to explain. */
  readonly valid: number;
  /** Most important first. */
  readonly parameters: readonly ParameterImportance[];
  /** Share that no parameter explains by itself: what only combinations of them do. */
  readonly together: number;
  /** Parameters that some sets lack, whose conditions differ: left out. */
  readonly conditional: readonly string[];
}

export interface ParameterImportance {
  readonly name: string;
  /** Share of the variance of fitness over the whole space, 0 to 1. */
  readonly share: number;
}

/** More are not worth the time: the shares move by less than a hundredth. */
const MOST_USED = 20_000;
const TREES = 32;
/** Points that one tree learns from. */
const MOST_IN_TREE = 4_000;
const FEWEST = 20;

/**
 * Functional ANOVA of a random forest that is fitted to the search's evaluations (Hutter, Hoos &
 * Leyton-Brown 2014). A search looks where sets are good, so the forest knows those places best;
 * shares are means over its trees. The same evaluations give the same shares. Takes seconds at
 * 20,000 evaluations: to be called in a thread of its own.
 *
 * @param evaluations of one search, in order of id
 * @returns null where fewer than 20 valid sets or no two different fitnesses are there
 */
export function importance(
  evaluations: readonly Evaluation[],
  space: Pick<Space, 'parameters' | 'toUnit'>,
): Importance | null {
  const valid = evaluations.filter(isUsable);
  const used = evenly(valid, MOST_USED);
  const always = space.parameters.filter(({ name }) =>
    used.every(({ params }) => Object.hasOwn(params, name)),
  );
  const tuned = always.filter(({ levels }) => levels !== 1);
  if (used.length < FEWEST || tuned.length === 0) return null;
  const places = tuned.map((parameter) => space.parameters.indexOf(parameter));
  const shares = sharesOf(sampleOf(used, space, places));
  if (shares === null) return null;
  const parameters = tuned
    .map(({ name }, n) => ({ name, share: shares[n] as number }))
    .sort((a, b) => b.share - a.share);
  const explained = parameters.reduce((sum, { share }) => sum + share, 0);
  return {
    used: used.length,
    valid: valid.length,
    parameters,
    together: Math.max(0, 1 - explained),
    conditional: space.parameters.filter((one) => !always.includes(one)).map(({ name }) => name),
  };
}

function isUsable({ status, fitness, is_oos }: Evaluation): boolean {
  return status === 'complete' && !is_oos && Number.isFinite(fitness);
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, n) => items[Math.floor((n * items.length) / most)] as T);
}

/** Fitness is clipped at its lowest twentieth, so that a few disasters do not rule. */
function sampleOf(
  evaluations: readonly Evaluation[],
  space: Pick<Space, 'toUnit'>,
  places: readonly number[],
): Sample {
  const columns = places.map(() => new Float64Array(evaluations.length));
  for (const [row, { params }] of evaluations.entries()) {
    const point = space.toUnit(params);
    for (const [n, place] of places.entries())
      (columns[n] as Float64Array)[row] = point[place] ?? 0;
  }
  const values = Float64Array.from(evaluations, ({ fitness }) => fitness);
  const lowest = values.toSorted()[Math.floor(values.length / 20)] as number;
  return {
    columns: columns.map(binnedColumn),
    values: values.map((value) => Math.max(value, lowest)),
  };
}

/** Mean share of each dimension; null where the forest sees no difference between points. */
function sharesOf(sample: Sample): number[] | null {
  const dimensions = sample.columns.length;
  const sums = new Float64Array(dimensions);
  let grown = 0;
  for (let tree = 0; tree < TREES; tree++) {
    const random = randomFrom(1, 0, tree);
    const rows = bootstrap(sample.values.length, random);
    const fewest = Math.max(3, Math.ceil(rows.length / 500));
    const leaves = growTree(sample, rows, { fewest, tried: dimensions, random });
    const { total, alone } = treeVariance(leaves, dimensions);
    if (!(total > 0)) continue;
    grown++;
    for (const [n, variance] of alone.entries()) sums[n] = (sums[n] as number) + variance / total;
  }
  return grown === 0 ? null : Array.from(sums, (sum) => sum / grown);
}

function bootstrap(count: number, random: Random): Uint32Array {
  return Uint32Array.from({ length: Math.min(count, MOST_IN_TREE) }, () =>
    randomInt(random, count),
  );
}
