import type { BacktestSetup, Executor, Preparation } from '../domain/executor.ts';
import type { MeasuredRate } from '../domain/job-info.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { randomFrom, randomInt } from '../domain/random.ts';
import type { Space } from '../domain/space.ts';

interface RateOptions {
  readonly executor: Executor;
  readonly setup: BacktestSetup;
  readonly space: Space;
  readonly sharing: Preparation['sharing'];
  readonly seconds: number;
}

/** The first ones load code and have it compiled; they are evaluated, but not measured. */
const WARM_UP = 0.4;

/** Evaluates sets that stand together in a grid, as they would be walked, for some seconds. */
export async function measureRate(options: RateOptions): Promise<MeasuredRate> {
  const { executor, seconds } = options;
  const sets = setsOf(options);
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  const counts = { evaluations: 0, failed: 0, id: 0 };
  const work = async (until: number): Promise<void> => {
    while (elapsed() < until) await evaluateSome(options, sets, counts);
  };
  const workAll = (until: number) =>
    Promise.all(Array.from({ length: executor.slots }, () => work(until)));

  await workAll(WARM_UP * seconds);
  const [before, since] = [counts.evaluations, elapsed()];
  await workAll(seconds);
  const { evaluations, failed } = counts;
  const took = elapsed();
  // A machine too slow to get beyond the warm-up is measured by it.
  const isMeasured = evaluations > before;
  const perSecond = isMeasured ? (evaluations - before) / (took - since) : evaluations / took;
  return { evaluations, failed, seconds: took, perSecond };
}

interface Counts {
  evaluations: number;
  failed: number;
  id: number;
}

async function evaluateSome(
  { executor, setup }: RateOptions,
  sets: { next(): ParameterSet },
  counts: Counts,
): Promise<void> {
  const requests = Array.from({ length: executor.chunk }, () => {
    return { id: counts.id++, setup, params: sets.next(), detail: 'metrics' } as const;
  });
  for await (const outcome of executor.evaluate(requests, new AbortController().signal)) {
    counts.evaluations++;
    if (outcome.status === 'failed') counts.failed++;
  }
}

function setsOf({ space, sharing = [] }: RateOptions): { next(): ParameterSet } {
  const random = randomFrom(42, 0, 0);
  if (space.gridSize === null) return { next: () => space.draw(random) };
  const nested = nesting(space, sharing);
  const size = nested.reduce((product, { radix }) => product * BigInt(radix), 1n);
  let place = (size * BigInt(randomInt(random, 2 ** 30))) / 2n ** 30n;
  return {
    next() {
      for (;;) {
        const set = space.at(pointAt(place, nested));
        place = (place + 1n) % size;
        if (set !== null) return set;
      }
    },
  };
}

interface Digit {
  readonly radix: number;
  readonly weight: bigint;
}

/** The shared parameters outside, as a grid nests them. */
function nesting({ parameters }: Space, sharing: readonly string[]): Digit[] {
  const digits = new Map<string, Digit>();
  let weight = 1n;
  for (const { name, levels } of parameters.toReversed()) {
    digits.set(name, { radix: levels ?? 1, weight });
    weight *= BigInt(levels ?? 1);
  }
  const first = sharing.filter((name) => digits.has(name));
  const rest = parameters.map(({ name }) => name).filter((name) => !first.includes(name));
  return [...first, ...rest].map((name) => digits.get(name) as Digit);
}

function pointAt(place: bigint, digits: readonly Digit[]): bigint {
  let [rest, point] = [place, 0n];
  for (const { radix, weight } of digits.toReversed()) {
    point += (rest % BigInt(radix)) * weight;
    rest /= BigInt(radix);
  }
  return point;
}
