import { nearestName } from '../domain/nearest-name.ts';
import { describeValue } from './describe-value.ts';
import { asNumberOrSwitch } from './loose-values.ts';
import type { Path } from './path.ts';
import type { Registries } from './registries.ts';
import { type Fields, isFields, type OlderProblem } from './translation.ts';

/** An option of the older tool: our name for it, and what that tool takes where it is absent. */
interface OlderOption {
  readonly as: string;
  readonly absent: unknown;
}

interface OlderStage {
  readonly sampler: string;
  readonly options: Readonly<Record<string, OlderOption>>;
}

/** The options of both genetic stages, which differ only in where the first population comes from. */
function genetic(isSeeded: boolean): OlderStage {
  return {
    sampler: 'genetic',
    options: {
      population_size: { as: 'population_size', absent: 125 },
      n_generations: { as: 'generations', absent: 73 },
      batch_size: { as: 'batch_size', absent: 15 },
      crossover_prob: { as: 'crossover_probability', absent: 0.95 },
      mutation_prob: { as: 'mutation_probability', absent: 0.05 },
      tournament_size: { as: 'tournament_size', absent: 3 },
      early_stopping_generations: { as: 'early_stopping_generations', absent: 15 },
      early_stopping_min_delta: { as: 'early_stopping_min_delta', absent: 0.01 },
      seed_from_previous: { as: 'seed_from_previous', absent: isSeeded },
      n_seeds: { as: 'n_seeds', absent: 10 },
    },
  };
}

/** In the order in which that tool runs them, whatever their order in the file. */
const STAGES: Readonly<Record<string, OlderStage>> = {
  lhs: { sampler: 'lhs', options: { n_samples: { as: 'samples', absent: 40 } } },
  bayesian: {
    sampler: 'tpe',
    options: {
      n_calls: { as: 'samples', absent: 60 },
      batch_size: { as: 'batch_size', absent: 10 },
    },
  },
  genetic_seeded: genetic(true),
  genetic: genetic(true),
  genetic_standalone: genetic(false),
  local_grid: {
    sampler: 'local_grid',
    options: {
      top_n: { as: 'top_n', absent: 3 },
      radius: { as: 'radius', absent: 1 },
      max_neighbors: { as: 'max_neighbors', absent: 50 },
    },
  },
};

/** Keys of any stage that are no options of its sampler. */
const CONTROLS = ['enabled', 'random_state'];

const STANDALONE = 'genetic_standalone';

export interface TranslatedStages {
  readonly stages: readonly Fields[];
  /** The older key of each stage, and the older name of each of our options. */
  readonly origins: readonly { readonly key: string; readonly names: Fields }[];
  readonly problems: readonly OlderProblem[];
}

/** The object under `stages` → our list. Without any, that tool runs its genetic search alone. */
export function translateStages(stages: unknown, registries: Registries): TranslatedStages {
  const given = isFields(stages) ? stages : { [STANDALONE]: { enabled: true } };
  const problems = unknownStages(given);
  if (stages !== undefined && !isFields(stages)) {
    problems.push({ path: ['stages'], wanted: 'an object', found: describeValue(stages) });
  }
  const alone = isEnabled(given[STANDALONE]);
  const keys = Object.keys(STAGES).filter((key) => isFields(given[key]));
  const translated = keys.flatMap((key) => {
    const older = given[key] as Fields;
    const stage = STAGES[key] as OlderStage;
    const enabled = isEnabled(older) && (!alone || key === STANDALONE);
    problems.push(...unknownOptions(key, older, stage));
    if (!Object.hasOwn(registries.samplers, stage.sampler)) {
      if (enabled) problems.push(missingSampler(key, stage, registries));
      return [];
    }
    return [{ key, enabled, older, stage }];
  });
  return {
    stages: translated.map(({ key, enabled, older, stage }) => ({
      name: key,
      enabled,
      sampler: stage.sampler,
      seed: asNumberOrSwitch(older['random_state'] ?? undefined),
      ...translateOptions(older, stage),
    })),
    origins: translated.map(({ key, stage }) => ({ key, names: namesOf(stage) })),
    problems,
  };
}

function translateOptions(older: Fields, { options }: OlderStage): Fields {
  const entries = Object.entries(options).map(([name, { as, absent }]) => [
    as,
    asNumberOrSwitch(older[name] ?? absent),
  ]);
  return Object.fromEntries(entries);
}

function namesOf({ options }: OlderStage): Fields {
  const names = Object.entries(options).map(([name, { as }]) => [as, name]);
  return { ...Object.fromEntries(names), seed: 'random_state' };
}

function unknownStages(given: Fields): OlderProblem[] {
  return Object.entries(given).flatMap(([key, value]) => {
    if (!Object.hasOwn(STAGES, key)) return [unknown(['stages', key], key, Object.keys(STAGES))];
    if (isFields(value)) return [];
    return [{ path: ['stages', key], wanted: 'an object', found: JSON.stringify(value) }];
  });
}

function unknownOptions(key: string, older: Fields, { options }: OlderStage): OlderProblem[] {
  const known = [...Object.keys(options), ...CONTROLS];
  const names = Object.keys(older).filter((name) => !known.includes(name));
  return names.map((name) => unknown(['stages', key, name], name, known));
}

function unknown(path: Path, name: string, known: readonly string[]): OlderProblem {
  const near = nearestName(name, known);
  const wanted =
    near === undefined
      ? `one of the keys ${known.join(', ')}`
      : `a known key (did you mean "${near}"?)`;
  return { path, wanted, found: `the unknown key ${JSON.stringify(name)}` };
}

function missingSampler(key: string, { sampler }: OlderStage, { samplers }: Registries) {
  const wanted = `a stage for one of the samplers ${Object.keys(samplers).join(', ')}`;
  return { path: ['stages', key], wanted, found: `one for ${sampler}, which is not installed` };
}

function isEnabled(stage: unknown): boolean {
  return isFields(stage) && asNumberOrSwitch(stage['enabled']) === true;
}
