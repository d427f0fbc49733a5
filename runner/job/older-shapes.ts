import { workerCount } from './job-defaults.ts';
import { mergeLayers } from './layers.ts';
import { asNumber, withoutComments } from './loose-values.ts';
import { type OlderProblem, type TranslatedStages, translateStages } from './older-stages.ts';
import type { Path } from './path.ts';
import type { Registries } from './registries.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A file in the words of job files. */
export interface Translation {
  readonly fields: Fields;
  /** What stands below the project's defaults: the older tool's own. */
  readonly fallbacks: Fields;
  readonly problems: readonly OlderProblem[];
  /** Path of a value in the job → where the user's file has it. */
  origin(path: Path): Path;
  /** What to say where a field is missing that such files never have. */
  readonly missing: Readonly<Record<string, string>>;
}

/** Whether a file is of the Python optimizer for LEAN, wholly or in part. */
export function isOlderShape(fields: Fields): boolean {
  const { stages } = fields;
  const objectOfStages = typeof stages === 'object' && stages !== null && !Array.isArray(stages);
  return objectOfStages || 'parameter_space_file' in fields || 'base_params' in fields;
}

interface Surroundings {
  readonly registries: Registries;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_SPACE = 'config/parameter_space.json';
const DEFAULT_WORKERS = 5;

/** Parameters of that tool's strategies that say what to backtest. */
const SETUP_PARAMS = { ticker: 'symbol', startDate: 'start', endDate: 'end', InitialCash: 'cash' };

const OLDER_KEYS = [
  'parameter_space_file',
  'base_params',
  'stages',
  'worker_count',
  'random_state',
];

/** An optimization file of the Python optimizer → the fields of a job; our own keys may stand beside. */
export function translateOlder(file: Fields, { registries, env }: Surroundings): Translation {
  const older = withoutComments(file) as Fields;
  const stages = Array.isArray(older['stages'])
    ? undefined
    : translateStages(fieldsOf(older['stages']), registries);
  const seed = stages?.seed ?? older['random_state'];
  const own = Object.entries(older).filter(([key]) => !OLDER_KEYS.includes(key));
  return {
    fields: mergeLayers(
      {
        parameters: older['parameter_space_file'] ?? DEFAULT_SPACE,
        ...setupOf(fieldsOf(older['base_params']) ?? {}),
        stages: stages?.stages ?? older['stages'],
        seed: seed === undefined ? undefined : asNumber(seed),
        slots: 'worker_count' in older ? asNumber(older['worker_count']) : undefined,
      },
      Object.fromEntries(own),
      { fitness: fitnessOf(older['fitness']) },
    ),
    fallbacks: {
      strategy: env['LEANTUNE_STRATEGY'] || undefined,
      symbol: env['LEANTUNE_SYMBOL'] || undefined,
      slots: workerCount(env) ?? DEFAULT_WORKERS,
    },
    problems: stages?.problems ?? [],
    origin: originOf(older, stages),
    missing: MISSING,
  };
}

const MISSING = {
  strategy: 'a strategy: here, in config/defaults/, as LEANTUNE_STRATEGY or on the command line',
  symbol:
    'a ticker: in base_params, in config/defaults/, as LEANTUNE_SYMBOL or on the command line',
  start: 'base_params.startDate, such as "20050101"',
  end: 'base_params.endDate, such as "20151231"',
};

function setupOf(baseParams: Fields): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const fixed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(baseParams)) {
    const ours = Object.hasOwn(SETUP_PARAMS, name)
      ? SETUP_PARAMS[name as keyof typeof SETUP_PARAMS]
      : undefined;
    if (ours === undefined) fixed[name] = asNumber(value);
    else fields[ours] = ours === 'cash' ? asNumber(value) : asDay(value);
  }
  return { ...fields, fixed_parameters: fixed };
}

/** `20050101` → `2005-01-01`; anything else as it is. */
function asDay(value: unknown): unknown {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(String(value));
  return match === null ? value : match.slice(1).join('-');
}

/** That tool's limits where the file has none of its own; a drawdown of zero is invalid there. */
function fitnessOf(fitness: unknown): unknown {
  const stated = typeof fitness === 'string' ? { name: fitness } : (fieldsOf(fitness) ?? {});
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
  return (path) => {
    const [first, ...rest] = path;
    if (first === 'stages') return stageOrigin(path, stages);
    // Our own keys may stand beside theirs.
    if (first === undefined || Object.hasOwn(older, first)) return path;
    const place = setup[first];
    return place === undefined ? path : [...place, ...rest];
  };
}

function stageOrigin(path: Path, stages: TranslatedStages | undefined): Path {
  const [, index, ...rest] = path;
  const stage = typeof index === 'number' ? stages?.origins[index] : undefined;
  if (stage === undefined) return path;
  return ['stages', stage.key, ...rest.map((part) => String(stage.names[part] ?? part))];
}

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  return value as Fields;
}
