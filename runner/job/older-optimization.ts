import { mergeOver } from './layers.ts';
import { asNumber } from './loose-values.ts';
import { locateOlder } from './older-file.ts';
import {
  isSetupParam,
  OLDER_MISSING,
  olderFallbacks,
  SETUP_PARAMS,
  setupValue,
} from './older-setup.ts';
import { type TranslatedStages, translateStages } from './older-stages.ts';
import type { Path } from './path.ts';
import {
  type Fields,
  fieldsIn,
  isFields,
  type Origin,
  type Surroundings,
  type Translation,
  without,
} from './translation.ts';

/** Whether a file is an optimization of the Python optimizer for LEAN, wholly or in part. */
export function isOptimization(fields: Fields): boolean {
  return isFields(fields['stages']) || 'parameter_space_file' in fields || 'base_params' in fields;
}

const DEFAULT_SPACE = 'config/parameter_space.json';

const OLDER_KEYS = [
  'parameter_space_file',
  'base_params',
  'stages',
  'worker_count',
  'random_state',
  'fitness',
];

/** An optimization file of the Python optimizer → the fields of a job; our own keys may stand beside. */
export function translateOptimization(older: Fields, around: Surroundings): Translation {
  const stages = Array.isArray(older['stages'])
    ? undefined
    : translateStages(older['stages'], around.registries);
  const fitness = fitnessOf(older['fitness']);
  const stated = 'fitness' in older;
  return {
    fields: mergeOver(
      {
        parameters: locateOlder(older['parameter_space_file'] ?? DEFAULT_SPACE, around),
        ...setupOf(fieldsIn(older['base_params'])),
        stages: stages?.stages ?? older['stages'],
        seed: asNumber(older['random_state'] ?? undefined),
        slots: asNumber(older['worker_count'] ?? undefined),
        fitness: stated ? fitness : undefined,
      },
      without(older, OLDER_KEYS),
    ),
    fallbacks: { ...olderFallbacks(around), fitness },
    problems: stages?.problems ?? [],
    origin: originOf(older, stages),
    missing: OLDER_MISSING,
    notes: [],
  };
}

function setupOf(baseParams: Fields): Fields {
  const fields: Record<string, unknown> = {};
  const fixed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(baseParams)) {
    if (isSetupParam(name)) fields[SETUP_PARAMS[name]] = setupValue(name, value);
    else fixed[name] = asNumber(value);
  }
  return { ...fields, fixed_parameters: fixed };
}

/** That tool's limits where the file has none of its own; a drawdown of zero is invalid there. */
function fitnessOf(fitness: unknown): Fields {
  const stated = typeof fitness === 'string' ? { name: fitness } : fieldsIn(fitness);
  const numbers = Object.entries(stated).map(([key, value]) => [
    key,
    key === 'name' ? value : asNumber(value),
  ]);
  const limits = { name: 'calmar', min_trades: 30, min_profit_factor: 1 };
  const fields: Fields = { ...limits, ...Object.fromEntries(numbers) };
  return fields['name'] === 'calmar' ? { zero_drawdown: 'invalid', ...fields } : fields;
}

function originOf(older: Fields, stages: TranslatedStages | undefined): Translation['origin'] {
  const setup: Readonly<Record<string, Path>> = {
    parameters: ['parameter_space_file'],
    fixed_parameters: ['base_params'],
    slots: ['worker_count'],
    seed: ['random_state'],
    ...Object.fromEntries(
      Object.entries(SETUP_PARAMS).map(([theirs, ours]) => [ours, ['base_params', theirs]]),
    ),
  };
  return (path): Origin => {
    const [first, ...rest] = path;
    if (first === 'stages') return { path: stageOrigin(path, stages) };
    // Our own keys may stand beside theirs.
    if (first === undefined || Object.hasOwn(older, first)) return { path };
    const place = setup[first];
    return { path: place === undefined ? path : [...place, ...rest] };
  };
}

function stageOrigin(path: Path, stages: TranslatedStages | undefined): Path {
  const [, index, ...rest] = path;
  const stage = typeof index === 'number' ? stages?.origins[index] : undefined;
  if (stage === undefined) return path;
  return ['stages', stage.key, ...rest.map((part) => String(stage.names[part] ?? part))];
}
