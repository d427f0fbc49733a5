import type { ParameterSet } from '../domain/parameter-set.ts';
import { type Random, randomInt, shuffle } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';
import type { Evidence, Fact } from './evidence.ts';
import { gaussian } from './gaussian-draw.ts';
import type { GpModel, Prediction } from './gp-model.ts';
import { createMutation } from './mutate.ts';
import { distanceBetween, type Hill } from './niches.ts';
import { LOG_SQRT_2PI, logPhi } from './normal.ts';

export interface Candidate {
  readonly set: ParameterSet;
  readonly x: Float64Array;
  readonly score: number;
}

export interface Acquisition {
  readonly space: Space;
  readonly evidence: Evidence;
  readonly model: GpModel;
  /** The value to be improved on. */
  readonly best: number;
  readonly random: Random;
  /** Candidates lie on this hill alone, where given. */
  readonly hill?: Hill;
}

/** Candidates of each kind. */
const GLOBAL = 60;
const MUTANTS = 60;
const NEAR = 50;
const CROSSED = 20;
/** Best candidates that are improved coordinate by coordinate. */
const CLIMBERS = 2;
const ROUNDS = 2;
/** Values tried for a coordinate; all of them where it has no more. */
const TRIES = 16;

/**
 * The set with about the largest expected improvement (Jones, Schonlau & Welch 1998) that is not
 * known yet: the best of candidates from everywhere and around the best sets, moved on coordinate by
 * coordinate. Null where no candidate is new.
 */
export function acquire(acquisition: Acquisition): Candidate | null {
  const { random } = acquisition;
  const starts: Candidate[] = [];
  for (const point of candidatesOf(acquisition)) {
    const candidate = rate(point, acquisition, { least: starts[CLIMBERS - 1]?.score });
    if (candidate === null) continue;
    starts.push(candidate);
    starts.sort((a, b) => b.score - a.score);
    starts.length = Math.min(starts.length, CLIMBERS);
  }
  let best: Candidate | null = null;
  for (const start of starts) {
    const climbed = climb(start, acquisition, random);
    if (best === null || climbed.score > best.score) best = climbed;
  }
  return best;
}

/** Null where a point is no new set, or scores no more than `least`. */
function rate(
  point: ArrayLike<number>,
  { space, evidence, model, best, hill }: Acquisition,
  { least = Number.NEGATIVE_INFINITY, promise = model.promise }: Rating,
): Candidate | null {
  const set = space.fromUnit(point);
  if (space.problem(set) !== null || evidence.knows(set)) return null;
  const x = evidence.coordinates(set);
  if (hill !== undefined && !isOn(hill, x)) return null;
  const scoreOf = ({ mean, deviation }: Prediction): number =>
    logImprovement((mean - best) / deviation) + Math.log(deviation);
  // Improvement only grows with the deviation.
  const found = promise(x, (bound) => scoreOf(bound) <= least);
  if (found === null) return null;
  const score = scoreOf(found);
  return score > least ? { set, x, score } : null;
}

interface Rating {
  readonly least?: number | undefined;
  readonly promise?: GpModel['promise'];
}

function isOn({ top, others }: Hill, x: Float64Array): boolean {
  const own = distanceBetween(x, top.x);
  return others.every((other) => distanceBetween(x, other.x) >= own);
}

/** log E[max(0, z + N)] (Ament et al. 2023), which tells candidates apart where it is tiny. */
function logImprovement(z: number): number {
  const logDensity = -0.5 * z * z - LOG_SQRT_2PI;
  if (z > -5) return Math.log(Math.exp(logDensity) + z * Math.exp(logPhi(z)));
  // φ(z) + z·Φ(z) loses its digits here; φ(z) / z² is its leading term.
  return logDensity - 2 * Math.log(-z);
}

function* candidatesOf(acquisition: Acquisition): Generator<Float64Array> {
  const { space, evidence, random, hill } = acquisition;
  for (let n = 0; hill === undefined && n < GLOBAL; n++) yield space.toUnit(space.draw(random));
  const { leaders } = evidence;
  if (leaders.length === 0) return;
  const mutate = createMutation(space, { mutation_power: 1.5, redraw_probability: 0.25 });
  const origin = (): Float64Array => (hill?.top ?? (leaders[rankFrom(leaders, random)] as Fact)).x;
  for (let n = 0; n < MUTANTS; n++) yield mutate(origin(), random);
  for (let n = 0; n < NEAR; n++) yield around(origin(), acquisition);
  for (let n = 0; hill === undefined && n < CROSSED; n++) {
    const other = leaders[randomInt(random, leaders.length)] as Fact;
    yield origin().map((x, i) => (random() < 0.5 ? x : (other.x[i] as number)));
  }
}

/** Half of all candidates start from the best, a quarter from the next, and so on. */
function rankFrom(leaders: readonly Fact[], random: Random): number {
  return Math.min(leaders.length - 1, Math.floor(-Math.log2(1 - random())));
}

/** A point near another, at a distance drawn over magnitudes. */
function around(origin: Float64Array, { space, random }: Acquisition): Float64Array {
  const width = 10 ** (-0.5 - 3 * random());
  const share = random();
  return origin.map((x, i) => {
    if (random() > share || space.parameters[i]?.ordered === false) return x;
    return Math.min(1 - 1e-12, Math.max(0, x + width * gaussian(random)));
  });
}

function climb(start: Candidate, acquisition: Acquisition, random: Random): Candidate {
  const { space } = acquisition;
  let best = start;
  for (let round = 0; round < ROUNDS; round++) {
    const before = best;
    for (const i of shuffle([...space.parameters.keys()], random)) {
      const from = best.x;
      const promise = promiseAlong(acquisition.model, from, i);
      for (const x of valuesOf(space, i, from[i] as number, random)) {
        const point = from.slice();
        point[i] = x;
        best = rate(point, acquisition, { least: best.score, promise }) ?? best;
      }
    }
    if (best === before) break;
  }
  return best;
}

/** Predictions beside a point; conditions may move other coordinates, too. */
function promiseAlong(model: GpModel, from: Float64Array, i: number): GpModel['promise'] {
  const onLine = model.along(from, i);
  return (x, isHopeless) => {
    const isOnLine = from.every((value, k) => k === i || value === x[k]);
    return isOnLine ? onLine(x[i] as number, isHopeless) : model.promise(x, isHopeless);
  };
}

function valuesOf({ parameters }: Space, i: number, x: number, random: Random): number[] {
  const { levels = null } = parameters[i] ?? {};
  if (levels === 1) return [];
  if (levels !== null && levels <= TRIES) {
    return Array.from({ length: levels }, (_, level) => (level + 0.5) / levels);
  }
  return Array.from({ length: TRIES }, (_, n) => {
    if (n % 4 === 0) return random();
    const width = 10 ** (-0.5 - 3 * random());
    return Math.min(1 - 1e-12, Math.max(0, x + width * gaussian(random)));
  });
}
