import { type Command, InvalidArgumentError, Option } from 'commander';

/** What can be said of a job on the command line; it goes over what the job file says. */
export interface JobFlags {
  readonly strategy?: string;
  readonly symbol?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly cash?: number;
  readonly resolution?: string;
  readonly data?: string;
  readonly fix?: Readonly<Record<string, FlagValue>>;
}

/** What a search can be told besides. */
export interface SearchFlags extends JobFlags {
  readonly parameters?: string;
  readonly tune?: readonly TunedFlag[];
  readonly sampler?: string;
  readonly fitness?: string;
  readonly evaluations?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly slots?: number;
  readonly holdout?: readonly [string, string];
  /** False where `--no-resume` was given. */
  readonly resume: boolean;
}

export type FlagValue = number | string | boolean;

export interface TunedFlag {
  readonly name: string;
  readonly type: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

export function addJobFlags(command: Command): Command {
  return command
    .option('--strategy <name>', 'strategy by name, or path of a .ts file')
    .option('--symbol <ticker>', 'symbol, repeated or separated by commas for several', symbolList)
    .addOption(new Option('--ticker <ticker>').hideHelp().argParser(symbolList))
    .option('--start <date>', 'first day, YYYY-MM-DD')
    .option('--end <date>', 'last day, YYYY-MM-DD')
    .option('--cash <amount>', 'cash at the start', positive)
    .option('--resolution <name>', 'bars of the backtest, such as daily')
    .option('--data <folder>', "folder in LEAN's data layout, or sample")
    .option('--fix <name=value>', 'parameter that is given but not tuned, repeatable', assignments);
}

export function addSearchFlags(command: Command): Command {
  return addJobFlags(command)
    .option('--tune <name=min:max[:step]>', 'parameter to tune, repeatable', tuned)
    .option('--parameters <file>', 'parameter space from a file')
    .option('--sampler <name>', 'one stage with this sampler instead of the stages of the job')
    .option('--fitness <name>', 'what is maximised, such as calmar')
    .option('--evaluations <n>', 'most evaluations for a symbol', wholeNumber)
    .option('--seconds <n>', 'most seconds for the run', positive)
    .option('--seed <n>', 'seed; the same seed gives the same evaluations', wholeNumber)
    .option('--slots <n>', 'backtests at a time', wholeNumber)
    .option('--holdout <start:end>', 'days left out of the search, to check the best on', dateRange)
    .option('--no-resume', 'start a new run even where one of this job can be resumed');
}

function symbolList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((ticker) => ticker.trim())].filter((t) => t !== '');
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Wanted a number above 0.');
  }
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Wanted a whole number.');
  return Number(text);
}

/** `name=value`, read as number or switch where it is one. */
export function assignments(
  text: string,
  before: Readonly<Record<string, FlagValue>> = {},
): Readonly<Record<string, FlagValue>> {
  const [name, value] = split(text);
  return { ...before, [name]: flagValue(value) };
}

/** Several values at once, as a JSON object. */
export function jsonObject(text: string): Readonly<Record<string, FlagValue>> {
  const value = parsed(text);
  const plain = (one: unknown) => ['number', 'string', 'boolean'].includes(typeof one);
  if (typeof value !== 'object' || value === null || !Object.values(value).every(plain)) {
    throw new InvalidArgumentError('Wanted a JSON object such as {"fast":10}.');
  }
  return value as Record<string, FlagValue>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function split(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Wanted name=value.');
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function flagValue(text: string): FlagValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function tuned(text: string, before: readonly TunedFlag[] = []): readonly TunedFlag[] {
  const [name, range] = split(text);
  const numbers = range.split(':').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [min, max, step] = numbers;
  if (
    min === undefined ||
    max === undefined ||
    numbers.length > 3 ||
    !numbers.every(Number.isFinite)
  ) {
    throw new InvalidArgumentError('Wanted name=min:max or name=min:max:step.');
  }
  const type = numbers.every(Number.isInteger) ? 'int' : 'float';
  return [...before, { name, type, min, max, ...(step === undefined ? {} : { step }) }];
}

function dateRange(text: string): readonly [string, string] {
  const [start, end, more] = text.split(':');
  if (start === undefined || end === undefined || more !== undefined) {
    throw new InvalidArgumentError('Wanted start:end, such as 2019-01-01:2020-12-31.');
  }
  return [start, end];
}
