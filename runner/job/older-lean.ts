import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeValue } from './describe-value.ts';
import { mergeOver } from './layers.ts';
import { asNumber } from './loose-values.ts';
import { leanGoal } from './older-lean-goal.ts';
import { type LeanParameters, leanParameters, plainKeys } from './older-lean-parameters.ts';
import { isSetupParam, SETUP_PARAMS, setupValue } from './older-setup.ts';
import { parseDocument } from './parse-document.ts';
import type { Path } from './path.ts';
import {
  type Fields,
  fieldsIn,
  type OlderProblem,
  type Surroundings,
  type Translation,
} from './translation.ts';

/** Whether a file is a configuration of LEAN's optimizer, as lean-cli writes them, too. */
export function isLeanOptimizer(fields: Fields): boolean {
  return 'optimization-strategy' in fields || 'optimization-criterion' in fields;
}

/** LEAN's own number of segments. */
const SEGMENTS = 10;
const DAYS = /^(\d{4})-?(\d\d)-?(\d\d)/;

/** A configuration of LEAN's optimizer → the fields of a job; our own keys may stand beside. */
export function translateLeanOptimizer(older: Fields, around: Surroundings): Translation {
  const problems: OlderProblem[] = [];
  const isEuler = /euler/i.test(String(older['optimization-strategy'] ?? ''));
  const parameters = parametersOf(older, isEuler, problems);
  const goal = leanGoal(older, problems);
  const strategy = strategyOf(older, around);
  const { fields: setup, fixed } = setupOf(parameters.fixed);
  const fields = {
    ...strategy.fields,
    ...setup,
    parameters: parameters.tuned,
    fixed_parameters: fixed,
    ...goal.fields,
    stages: stagesOf(isEuler),
    slots: asNumber(older['maximum-concurrent-backtests']),
    data: older['data-folder'],
    holdout: holdoutOf(older),
  };
  return {
    fields: mergeOver(fields, ownKeys(older)),
    fallbacks: strategy.fallbacks,
    problems: [...problems, ...parameters.problems],
    origin: originOf(older, parameters, goal.origin),
    missing: MISSING,
    notes: [...goal.notes, ...notesOf(older, isEuler)],
  };
}

const MISSING = {
  strategy:
    'a strategy: "algorithm-location", or "strategy" here, in config/defaults/ or on the command line',
  symbol: 'a ticker: "symbol" here, in config/defaults/ or on the command line',
  start: 'the first day: "start" here, in config/defaults/ or on the command line',
  end: 'the last day: "end" here, in config/defaults/ or on the command line',
};

/** LEAN has many settings, all with dashes but for a few; those of jobs have none. */
function ownKeys(older: Fields): Fields {
  const theirs = ['parameters', 'constraints', 'estimate', 'environment', 'environments'];
  return Object.fromEntries(
    Object.entries(older).filter(([key]) => !key.includes('-') && !theirs.includes(key)),
  );
}

function parametersOf(older: Fields, fine: boolean, problems: OlderProblem[]): LeanParameters {
  const list = older['parameters'] ?? [];
  const settings = plainKeys(fieldsIn(older['optimization-strategy-settings']));
  const stated = asNumber(settings['defaultsegmentamount'] ?? SEGMENTS);
  const segments = typeof stated === 'number' && stated >= 1 ? stated : SEGMENTS;
  if (Array.isArray(list)) return leanParameters(list, { segments, fine });
  const wanted = 'a list of parameters, each with min and max';
  problems.push({ path: ['parameters'], wanted, found: describeValue(list) });
  return { tuned: [], places: [], fixed: {}, problems: [] };
}

function setupOf(fixed: Fields): { readonly fields: Fields; readonly fixed: Fields } {
  const fields: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fixed)) {
    if (isSetupParam(name)) fields[SETUP_PARAMS[name]] = setupValue(name, value);
    else rest[name] = value;
  }
  return { fields, fixed: rest };
}

/** Every set of the grid; or a coarse look, then downhill to where no neighbour is better. */
function stagesOf(isEuler: boolean): readonly Fields[] {
  if (!isEuler) return [{ sampler: 'grid' }];
  return [
    { sampler: 'lhs', samples: EULER_LOOK },
    { sampler: 'local_grid', climb: true, samples: EULER_CLIMB },
  ];
}

const EULER_LOOK = 100;
const EULER_CLIMB = 400;

/** What the file says of the algorithm; the lean-cli project that it lies in where it says nothing. */
function strategyOf(
  older: Fields,
  { env, roots }: Surroundings,
): { readonly fields: Fields; readonly fallbacks: Fields } {
  const location = older['strategy'] ?? older['algorithm-location'];
  const folder = roots.find(isLeanProject);
  const isLean = /\.(cs|csproj|py|dll)$/i.test(String(location ?? ''));
  const name = older['algorithm-type-name'];
  const kind = env['LEANTUNE_EXECUTOR'] || 'process';
  const lean = typeof name === 'string' && isLean ? { kind, class_name: name } : kind;
  return {
    fields: { strategy: location },
    fallbacks: {
      strategy: env['LEANTUNE_STRATEGY'] || folder,
      symbol: env['LEANTUNE_SYMBOL'] || undefined,
      executor: isLean || (location === undefined && folder !== undefined) ? lean : undefined,
    },
  };
}

/** A folder with a `config.json` that says the language of its algorithm. */
function isLeanProject(folder: string): boolean {
  const file = join(folder, 'config.json');
  if (!existsSync(file)) return false;
  const parsed = parseDocument(readFileSync(file, 'utf8'), file);
  return parsed.ok && 'algorithm-language' in fieldsIn(parsed.document.value);
}

/** LEAN keeps the last days before a date from the search. */
function holdoutOf(older: Fields): Fields | undefined {
  const last = DAYS.exec(String(older['out-of-sample-max-end-date'] ?? ''));
  const days = asNumber(older['out-of-sample-days']);
  if (last === null || typeof days !== 'number' || !(days >= 1)) return;
  const end = last.slice(1).join('-');
  try {
    const start = Temporal.PlainDate.from(end).subtract({ days: Math.floor(days) - 1 });
    return { start: start.toString(), end };
  } catch {
    return { start: end, end };
  }
}

function notesOf(older: Fields, isEuler: boolean): string[] {
  const notes: string[] = [];
  if (isEuler) {
    notes.push(
      `EulerSearch is done as ${EULER_LOOK} sets spread over the space and a climb from the best on the grid of min-step`,
    );
  }
  if (older['out-of-sample-days'] !== undefined && holdoutOf(older) === undefined) {
    notes.push('out-of-sample-days is not used without out-of-sample-max-end-date');
  }
  return notes;
}

const AT: Readonly<Record<string, Path>> = {
  strategy: ['algorithm-location'],
  executor: ['algorithm-type-name'],
  slots: ['maximum-concurrent-backtests'],
  data: ['data-folder'],
  holdout: ['out-of-sample-max-end-date'],
  stages: ['optimization-strategy'],
};

function originOf(
  older: Fields,
  { places }: LeanParameters,
  goal: (path: Path) => Path | undefined,
): Translation['origin'] {
  return (path) => {
    const [first, index, ...rest] = path;
    if (first === 'parameters' && typeof index === 'number') {
      return { path: ['parameters', places[index] ?? index, ...rest] };
    }
    const place = goal(path);
    if (place !== undefined) return { path: place };
    if (first === undefined || Object.hasOwn(older, first)) return { path };
    return { path: AT[String(first)] ?? path };
  };
}
