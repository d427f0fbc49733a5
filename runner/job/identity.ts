import { createHash } from 'node:crypto';
import type { Preparation } from '../domain/executor.ts';
import type { Job, StageDefinition } from '../domain/job.ts';
import { ANNOTATIONS, type ParameterDefinition } from '../domain/parameter-definition.ts';
import type { Identity } from '../domain/run-record.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Registries } from './registries.ts';

/** What an executor found of a symbol's strategy and data. */
export type Fingerprint = Pick<Preparation, 'strategyHash' | 'dataHash'>;

/**
 * What decides whether two jobs are the same search. Left out is what changes neither which sets
 * are evaluated nor their metrics: budgets, slots, executor, limits of time and memory, names.
 * @param fingerprints by symbol, for every symbol of the job
 * @throws RangeError where a symbol has none
 */
export function identityOf(
  job: Job,
  fingerprints: ReadonlyMap<string, Fingerprint>,
  samplers: Registries['samplers'],
): Identity {
  const symbols = [...job.symbols].sort();
  const hashes = symbols.map((symbol) => {
    const fingerprint = fingerprints.get(symbol);
    if (fingerprint === undefined) throw new RangeError(`Cannot identify a job without ${symbol}`);
    return [symbol, fingerprint] as const;
  });
  return {
    strategy: hash(hashes.map(([symbol, { strategyHash }]) => [symbol, strategyHash])),
    data: hash(hashes.map(([symbol, { dataHash }]) => [symbol, dataHash])),
    search: hash(searchParts(job, samplers)),
  };
}

const WORDS: Readonly<Record<keyof Identity, string>> = {
  strategy: "the strategy's source",
  data: 'the data',
  search: 'what is searched',
};

/** Which parts of two identities differ, in words; empty where they are the same search. */
export function differences(before: Identity, after: Identity): string[] {
  const parts = Object.keys(WORDS) as (keyof Identity)[];
  return parts.filter((part) => before[part] !== after[part]).map((part) => WORDS[part]);
}

/** Which settings make two jobs different searches, such as `dates` or `stages`. */
export function searchDifferences(
  before: Job,
  after: Job,
  samplers: Registries['samplers'],
): string[] {
  const [one, other] = [searchParts(before, samplers), searchParts(after, samplers)];
  // Some parts are there only where they are used.
  const parts = Object.keys({ ...one, ...other }) as (keyof typeof one)[];
  return parts.filter(
    (part) => canonicalJson(one[part] ?? null) !== canonicalJson(other[part] ?? null),
  );
}

function searchParts(job: Job, samplers: Registries['samplers']) {
  const { backtest } = job;
  return {
    engine: backtest.engine ?? 'embedded',
    symbols: [...job.symbols].sort(),
    ...(job.mode === 'shared' && { shared: job.sharedFitness }),
    market: [backtest.securityType, backtest.market],
    resolution: backtest.resolution,
    normalization: backtest.normalization,
    benchmark: backtest.benchmark,
    dates: backtest.dates,
    holdout: job.holdout,
    cash: backtest.cash,
    'fixed parameters': backtest.fixedParameters,
    parameters: job.parameters.map(withoutAnnotations),
    rules: job.rules,
    fitness: job.fitness,
    constraints: job.constraints,
    ...(job.objectives !== undefined && { objectives: job.objectives }),
    stages: job.stages.map((stage) => stageParts(stage, samplers)),
    ...(job.pruning !== undefined && { pruning: job.pruning }),
    seed: job.seed,
  };
}

function withoutAnnotations(definition: ParameterDefinition): object {
  const annotations: readonly string[] = ANNOTATIONS;
  return Object.fromEntries(
    Object.entries(definition).filter(([key]) => !annotations.includes(key)),
  );
}

/** A stage that is switched off counts by its place alone, which decides what later ones draw. */
function stageParts(
  { name, enabled, sampler, seed, async, pruning }: StageDefinition,
  samplers: Registries['samplers'],
) {
  if (!enabled) return { name, enabled, sampler: sampler.name };
  const budgets = samplers[sampler.name]?.budgetOptions ?? [];
  const options = Object.entries(sampler.options).filter(([key]) => !budgets.includes(key));
  const own = { name, enabled, sampler: sampler.name, options: Object.fromEntries(options) };
  // Only what is stated, so that the identity of older jobs stays what it was.
  return {
    ...own,
    ...(seed !== undefined && { seed }),
    ...(async === true && { async }),
    ...(pruning === false && { pruning }),
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
