import type { Random } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import { type CreditedArm, createArmCredit } from './arm-credit.ts';
import type { Evidence, Fact } from './evidence.ts';
import { hasFineAxes } from './fine-axes.ts';
import { compareMerits } from './merit.ts';
import { distanceAlong } from './near-model.ts';
import { createNiches, type Hill, type Niches } from './niches.ts';

/** What makes a proposal. */
export type Arm = CreditedArm | 'niche' | 'explore';

export interface Move {
  readonly arm: Arm;
  /** Half the width of the region that a `local` move stays in. */
  readonly reach: number;
  /** The hill a `niche` move climbs. */
  readonly hill: Hill | null;
}

/** Decides which arm proposes, by what their proposals were worth so far. */
export interface Course {
  /** Starts an ask: what was told since the last one decides the region of the local model. */
  begin(): void;
  choose(random: Random): Move;
  /** Hears of a fact, in the order of telling, and of the move it came from. */
  hear(fact: Fact, before: Fact | undefined, move: Move | undefined): void;
}

/**
 * Facts up to which a surrogate is affordable: a proposal costs some tens of milliseconds here. Who
 * allows ten thousand evaluations has cheap ones, so that a second in all has to do.
 */
const MOST_MODELLED = { usual: 500, cheap: 150 } as const;
const CHEAP_BUDGET = 10_000;

/**
 * How long without progress, in multiples of the parameters, other hills and exploration begin to get
 * their share, and the least and most of it. A grid's hill is soon walked off, and its ripples make
 * progress for long that leads nowhere; on a continuous one the models go on.
 */
const ABROAD = {
  grid: { after: 1, least: 0.15, most: 0.85 },
  continuous: { after: 3, least: 0, most: 0.4 },
} as const;

/** The density's share of that, on grids: its models ask less of a landscape than to be smooth. */
const DENSITY_ABROAD = 0.1;

/** The share of other hills in the rest, as long as there are any; exploration has what is left. */
const NICHES_ABROAD = 0.55;

/**
 * Gains below these shares of the span of the first sets do not count as progress; the local model
 * may still be converging when they are small.
 */
const PROGRESS = { local: 1e-4, others: 0.02 } as const;

/**
 * Nor is a local model at the end of its way while it still moves by so much of a range: the floor of
 * a valley gains little.
 */
const LEAST_MOVE = 1e-3;

/**
 * Regions of the local model in one ask, in radii: it would propose the same set again, and which
 * region it can be trusted in is not known.
 */
const REACHES = [1, 0.3, 2.5, 0.1] as const;

const MOST_REACH = 0.4;

/** What became of a set that the local model proposed. */
interface Result {
  readonly reach: number;
  readonly isBest: boolean;
  readonly moved: number;
}

export interface CourseOptions {
  readonly space: Space;
  readonly evidence: Evidence;
  /** Sets of the even spread. */
  readonly design: number;
  readonly budget: number;
}

export function createCourse({ space, evidence, design, budget }: CourseOptions): Course {
  const isCheap = Number.isFinite(budget) && budget >= CHEAP_BUDGET;
  const mostModelled = isCheap ? MOST_MODELLED.cheap : MOST_MODELLED.usual;
  const credit = createArmCredit();
  const niches = createNiches();
  const { parameters } = space;
  const axes = [...parameters.keys()];
  const isFine = hasFineAxes(space);
  const isGrid = parameters.every(({ levels }) => levels !== null);
  let radius = 0.2;
  let stale = 0;
  let steps = 0;
  let results: Result[] = [];

  /** Of the local model: rarer and rarer, so that all its steps together take seconds. */
  const localShare = (): number =>
    isFine ? Math.min(1, mostModelled / Math.max(1, evidence.facts.length)) ** 2 : 0;

  return {
    begin() {
      radius = nextRadius(radius, results);
      results = [];
      steps = 0;
    },
    choose(random) {
      const isAffordable = evidence.facts.length <= mostModelled;
      const { after, least, most } = isFine ? ABROAD.continuous : ABROAD.grid;
      const abroad = Math.max(least, Math.min(most, (stale / parameters.length - after) / 3));
      if (isAffordable && random() < abroad) {
        return abroadMove(niches, { isGrid, random });
      }
      const arm = credit.draw({ isAffordable, isGrid, localShare: localShare() }, random);
      const scale = arm === 'local' ? (REACHES[steps++ % REACHES.length] as number) : 0;
      return { arm, hill: null, reach: Math.min(MOST_REACH, scale * radius) };
    },
    hear(fact, before, move) {
      const isBest = evidence.leaders[0] === fact;
      const moved = isBest && before !== undefined ? distanceAlong(axes, fact.x, before.x) : 0;
      const isWalking = move?.arm === 'local' && moved >= LEAST_MOVE;
      if (evidence.facts.length <= mostModelled) niches.add(fact);
      const least = move?.arm === 'local' ? PROGRESS.local : PROGRESS.others;
      const counts = isProgress(evidence, before, { design, least });
      stale = isWalking || (isBest && counts) ? 0 : stale + 1;
      if (move !== undefined) learn(move, { fact, isBest, moved });
    },
  };

  function learn(
    move: Move,
    { fact, isBest, moved }: { fact: Fact; isBest: boolean; moved: number },
  ): void {
    // A better fact stands on the hill from now on.
    if (move.hill !== null && compareMerits(fact.merit, move.hill.top.merit) >= 0) {
      niches.miss(move.hill.top);
    }
    if (move.arm === 'local') results.push({ reach: move.reach, isBest, moved });
    // Another arm found a better place far away: its surroundings are not known yet.
    else if (moved > radius) radius = Math.min(0.2, moved);
    if (move.arm === 'niche' || move.arm === 'explore') return;
    credit.learn(move.arm, isBest);
  }
}

/** Another hill, anywhere, or where the density expects good sets. */
function abroadMove(
  niches: Niches,
  { isGrid, random }: { readonly isGrid: boolean; readonly random: Random },
): Move {
  const share = random();
  if (isGrid && share < DENSITY_ABROAD) return { arm: 'density', hill: null, reach: 0 };
  const hill = random() < NICHES_ABROAD ? niches.next() : null;
  return { arm: hill === null ? 'explore' : 'niche', hill, reach: 0 };
}

function isProgress(
  { facts }: Evidence,
  before: Fact | undefined,
  { design, least }: { readonly design: number; readonly least: number },
): boolean {
  const now = facts.at(-1);
  if (before === undefined || now === undefined) return true;
  if (before.merit.tier !== now.merit.tier) return true;
  const values = facts
    .slice(0, design)
    .flatMap(({ merit }) => (merit.tier === 0 ? [merit.value] : []))
    .sort((a, b) => b - a);
  const span = (values[0] ?? 0) - (values[values.length >> 1] ?? 0);
  return now.merit.value - before.merit.value >= least * span;
}

/** Wider after a long step that succeeded, narrower where all steps of an ask failed. */
function nextRadius(radius: number, results: readonly Result[]): number {
  if (results.length === 0) return radius;
  const last = results.findLast(({ isBest }) => isBest);
  if (last === undefined) return Math.max(1e-10, radius * (results.length === 1 ? 0.7 : 0.5));
  return last.moved > 0.5 * last.reach ? Math.min(MOST_REACH, last.reach * 2) : last.reach;
}
