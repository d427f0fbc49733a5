import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { type CategoryDistribution, createCategories } from './cma-categories.ts';
import { type CmaDistribution, createCmaDistribution } from './cma-distribution.ts';
import { createCmaMargin } from './cma-margin.ts';
import { compareMerits, type Merit } from './merit.ts';

/** A candidate, and what the search learns from; good until the update that learns from it. */
export interface CmaCandidate {
  readonly set: ParameterSet;
  readonly step: Float64Array;
  readonly levels: readonly number[];
}

export interface CmaResult {
  readonly candidate: CmaCandidate;
  readonly merit: Merit;
}

/** One descent of CMA-ES, from its start until it has nothing more to find. */
export interface CmaSearch {
  readonly size: number;
  draw(random: Random): CmaCandidate;
  /** A generation's results, in the order of asking. */
  update(results: readonly CmaResult[]): void;
  /** True where going on is pointless: flat, collapsed or diverged. */
  readonly ended: boolean;
}

export interface CmaSearchOptions {
  readonly space: Space;
  /** A point of the unit cube. */
  readonly start: Float64Array;
  readonly sigma: number;
  readonly size: number;
}

/** Draws before a candidate outside the bounds is clipped to them. */
const MOST_DRAWS = 20;

export function createCmaSearch(options: CmaSearchOptions): CmaSearch {
  const { space, size, sigma } = options;
  const axes = space.parameters.filter(({ ordered, levels }) => ordered && levels !== 1);
  const places = axes.map((axis) => space.parameters.indexOf(axis));
  const listed = space.parameters.filter(({ ordered, levels }) => !ordered && levels !== 1);
  const listedPlaces = listed.map((parameter) => space.parameters.indexOf(parameter));
  const mean = Float64Array.from(places, (place) => options.start[place] as number);
  const distribution = createCmaDistribution({ mean, sigma, size });
  const margin = createCmaMargin(axes, distribution, 1 / (Math.max(1, axes.length) * size));
  const categories = createCategories(listed, size);
  const isFree = axes.map(({ levels }) => levels === null);
  const x = new Float64Array(axes.length);
  const point = new Float64Array(space.parameters.length).fill(0.5);
  /** Steps of a generation: kept, since arrays are dearer to make than to fill. */
  const steps = Array.from({ length: size }, () => new Float64Array(axes.length));
  let drawn = 0;

  const isInside = (): boolean => {
    for (let i = 0; i < x.length; i++) {
      if (isFree[i] && ((x[i] as number) < 0 || (x[i] as number) > 1)) return false;
    }
    return true;
  };

  /** Where the candidate lies along the axes. */
  const drawStep = (random: Random, step: Float64Array): Float64Array => {
    for (let n = 1; ; n++) {
      distribution.step(random, step);
      for (let i = 0; i < x.length; i++) {
        x[i] = (distribution.mean[i] as number) + distribution.sigma * (step[i] as number);
      }
      if (n === MOST_DRAWS || isInside()) return margin.encode(x);
    }
  };

  const end = createEnd(axes.length, size);
  return {
    size,
    draw(random) {
      const step = steps[drawn++ % size] as Float64Array;
      const coordinates = drawStep(random, step);
      const levels = categories.draw(random);
      for (let i = 0; i < places.length; i++) {
        point[places[i] as number] = Math.min(1 - 1e-15, Math.max(0, coordinates[i] as number));
      }
      for (const [k, place] of listedPlaces.entries()) {
        point[place] = ((levels[k] as number) + 0.5) / (listed[k]?.levels ?? 1);
      }
      const set = space.fromUnit(point);
      return {
        set: space.problem(set) === null ? set : space.repair(set, random),
        step,
        levels,
      };
    },
    update(results) {
      learn(results, { distribution, categories, axes: axes.length });
      margin.correct();
      end.add(results);
    },
    get ended() {
      return end.isFlat || (axes.length > 0 && hasCollapsed(distribution, sigma));
    },
  };
}

function learn(
  results: readonly CmaResult[],
  {
    distribution,
    categories,
    axes,
  }: { distribution: CmaDistribution; categories: CategoryDistribution; axes: number },
): void {
  const ranked = results.toSorted((a, b) => compareMerits(a.merit, b.merit));
  if (axes > 0) distribution.update(ranked.map(({ candidate }) => candidate.step));
  const levels = ranked.map(({ candidate }) => candidate.levels);
  categories.update(levels, distribution.weights);
}

/** Stop tests of the tutorial, appendix B.3: TolX, TolXUp and ConditionCov. */
function hasCollapsed(distribution: CmaDistribution, start: number): boolean {
  let widest = 0;
  for (let i = 0; i < distribution.mean.length; i++) {
    widest = Math.max(widest, distribution.deviation(i));
  }
  const { condition } = distribution;
  return widest < 1e-12 * start || widest > 1e4 * start || condition > 1e14;
}

/** EqualFunValues: the best of many generations in a row are the same. */
function createEnd(n: number, size: number) {
  const length = 10 + Math.ceil((30 * Math.max(1, n)) / size);
  const bests: number[] = [];
  return {
    add(results: readonly CmaResult[]) {
      const values = results.map(({ merit }) => (merit.tier === 0 ? merit.value : -Infinity));
      bests.push(Math.max(...values));
      if (bests.length > length) bests.shift();
    },
    get isFlat() {
      if (bests.length < length) return false;
      const largest = Math.max(...bests);
      return (
        largest === Math.min(...bests) || largest - Math.min(...bests) < 1e-12 * Math.abs(largest)
      );
    },
  };
}
