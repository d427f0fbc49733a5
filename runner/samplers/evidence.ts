import type { ParameterSet } from '../domain/parameter-set.ts';
import type { Told } from '../domain/sampler.ts';
import type { Space } from '../domain/space.ts';
import { compareMerits, type Merit, meritOf } from './merit.ts';

/** An answer as a surrogate sees it. */
export interface Fact {
  /** Coordinates in the unit cube; a category that is absent stands at -1. */
  readonly x: Float64Array;
  readonly params: ParameterSet;
  readonly merit: Merit;
}

/** Everything a sampler was told, each set once. */
export interface Evidence {
  /** In the order of telling. */
  readonly facts: readonly Fact[];
  /** The best first, at most `MOST_LEADERS`. */
  readonly leaders: readonly Fact[];
  knows(set: ParameterSet): boolean;
  /** Marks a set that was asked for, so that it is not asked for again. */
  mark(set: ParameterSet): void;
  /** Adds an answer; true where it is the best so far. */
  add(told: Told): boolean;
  coordinates(set: ParameterSet): Float64Array;
}

const MOST_LEADERS = 12;

export function createEvidence(space: Space): Evidence {
  const facts: Fact[] = [];
  const leaders: Fact[] = [];
  const marked = new Set<string>();
  const told = new Set<string>();
  const listed = space.parameters.map(({ ordered }) => !ordered);
  const coordinates = (set: ParameterSet): Float64Array => {
    const x = space.toUnit(set);
    for (const [i, { name }] of space.parameters.entries()) {
      if (listed[i] && !Object.hasOwn(set, name)) x[i] = -1;
    }
    return x;
  };
  return {
    facts,
    leaders,
    coordinates,
    knows: (set) => marked.has(space.key(set)),
    mark: (set) => marked.add(space.key(set)),
    add(answer) {
      const { params } = answer;
      const key = space.key(params);
      marked.add(key);
      if (told.has(key)) return false;
      told.add(key);
      const fact = { x: coordinates(params), params, merit: meritOf(answer) };
      facts.push(fact);
      const place = leaders.findIndex(({ merit }) => compareMerits(fact.merit, merit) < 0);
      leaders.splice(place < 0 ? leaders.length : place, 0, fact);
      leaders.length = Math.min(leaders.length, MOST_LEADERS);
      return leaders[0] === fact;
    },
  };
}

/** What a surrogate looks at: all that was found, or the better sets the closer the more there are. */
export type Focus = 'all' | 'best';

/** The gap of the best quarter below the best, times this, is all that `best` tells apart in detail. */
const DETAIL = 100;

/**
 * Values a surrogate can learn: linear from the best down to the median of the first `design`
 * facts, logarithmic below, since how bad a bad set is says little about where good ones are. In a
 * valley that is far below where the search began all of them would be the same: there a focus on
 * the best is linear near them alone. Sets that are not feasible stand a little below the worst that
 * is, the more they miss the lower.
 */
export function learnableValues(
  facts: readonly Fact[],
  design: number,
  focus: Focus = 'all',
): Float64Array {
  const fitnessOf = ({ merit }: Fact): number =>
    merit.tier === 0 && Number.isFinite(merit.value) ? merit.value : Number.NaN;
  const values = Float64Array.from(facts, fitnessOf);
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const best = known.at(-1);
  if (best === undefined) return values.fill(0);
  const scale = scaleOf(values.slice(0, design), known, focus);
  const learned = values.map((value) => {
    const z = (best - value) / scale;
    return z <= 1 ? -z : -1 - Math.log(z);
  });
  const worst = learned.reduce((a, b) => (Number.isNaN(b) ? a : Math.min(a, b)), 0);
  const missed = facts.map(({ merit }) => (merit.tier >= 2 ? -merit.value : 0));
  const most = missed.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, b) : a), 0) || 1;
  return learned.map((value, n) => {
    if (!Number.isNaN(value)) return value;
    const share = Math.min(1, (missed[n] as number) / most);
    return worst - 0.1 - 0.9 * (Number.isNaN(share) ? 1 : share);
  });
}

/** How far below the best values are told apart in detail. */
function scaleOf(first: Float64Array, known: Float64Array, focus: Focus): number {
  const best = known.at(-1) as number;
  const early = first.filter((value) => !Number.isNaN(value)).sort();
  const gap = best - (early[early.length >> 1] ?? best) || best - (known[0] as number) || 1;
  const near = best - (known.at(-1 - (known.length >> 2)) as number);
  return focus === 'best' && near > 0 ? Math.min(gap, DETAIL * near) : gap;
}
