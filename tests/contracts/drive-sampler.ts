import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../runner/domain/random.ts';
import type { HistoryBatch, Sampler, SamplerFactory, Told } from '../../runner/domain/sampler.ts';
import type { Space } from '../../runner/domain/space.ts';

type Outcome = Pick<Told, 'status' | 'fitness'> & Partial<Pick<Told, 'violations' | 'objectives'>>;

export interface Drive {
  readonly factory: SamplerFactory;
  readonly options: unknown;
  readonly space: Space;
  readonly evaluate: (set: ParameterSet, evaluation: number) => Outcome;
  readonly seed?: number;
  readonly budget?: number;
  readonly seeds?: readonly Told[];
  /** How many objectives valid sets are told with, where more than one. */
  readonly objectives?: number;
  /** Makes the sampler anew from its history before every ask. */
  readonly rebuild?: boolean;
  /** Most sets in one ask, where smaller than the sampler's own batch. */
  readonly most?: number;
  /** Tells the answers of a batch from the last to the first. */
  readonly backwards?: boolean;
}

export interface Driven {
  readonly batches: readonly HistoryBatch[];
  readonly details: readonly string[];
  readonly evaluations: number;
  readonly ended: 'done' | 'budget' | 'duplicates';
}

/** What the pipeline does with a sampler, in a loop: ask, answer repeats from a cache, tell in order. */
export function driveSampler(drive: Drive): Driven {
  const { factory, space, most = Infinity, budget = Infinity } = drive;
  const options = drive.options as never;
  const limit = Math.min(budget, factory.size(options, space));
  const batches: HistoryBatch[] = [];
  const details: string[] = [];
  const answers = createAnswers(drive);
  const driven = (ended: Driven['ended']): Driven => {
    return { batches, details, evaluations: answers.made, ended };
  };
  let sampler = createSampler(drive, { limit, batches });
  let repeats = 0;
  while (answers.made < limit) {
    if (drive.rebuild) sampler = createSampler(drive, { limit, batches });
    const before = answers.made;
    const sets = askFor(Math.min(factory.batch(options), limit - before, most), sampler);
    if (sets.length === 0) return driven('done');
    const told = sets.map(answers.of);
    batches.push(told);
    details.push(sampler.detail ?? '');
    for (const answer of drive.backwards ? told.toReversed() : told) sampler.tell(answer);
    repeats = answers.made === before ? repeats + sets.length : 0;
    if (repeats >= 1_000) return driven('duplicates');
  }
  return driven('budget');
}

function askFor(count: number, sampler: Sampler): readonly ParameterSet[] {
  const sets = sampler.ask(count);
  if (sets.length > count) throw new Error(`asked for ${count}, got ${sets.length}`);
  return sets;
}

function createSampler(
  { factory, options, space, seed = 1, seeds = [], objectives }: Drive,
  { limit, batches }: { limit: number; batches: readonly HistoryBatch[] },
): Sampler {
  return factory.create({
    space,
    symbol: 'SPY',
    ...(objectives === undefined ? {} : { objectives }),
    options: options as never,
    budget: limit,
    seeds,
    randomAt: (n) => randomFrom(seed, 0, n),
    history: structuredClone(batches),
  });
}

/** Evaluates each set once. */
function createAnswers({ space, evaluate }: Drive) {
  const cache = new Map<string, Told>();
  return {
    get made() {
      return cache.size;
    },
    of(set: ParameterSet): Told {
      const key = space.key(set);
      const known = cache.get(key);
      if (known) return known;
      const told = { params: set, violations: {}, ...evaluate(set, cache.size + 1) };
      cache.set(key, told);
      return told;
    },
  };
}

/** The keys of all asks, batch by batch: what two equal runs have in common. */
export function asksOf({ batches }: Driven, space: Space): string[][] {
  return batches.map((batch) => batch.map(({ params }) => space.key(params)));
}
