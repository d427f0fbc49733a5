import { type Command, InvalidArgumentError } from 'commander';
import {
  assignments,
  type FlagValue,
  positive,
  splitAssignment,
  symbolList,
  wholeNumber,
} from './flag-values.ts';
import {
  addOlderSearchFlags,
  type OlderFlags,
  type OlderSearchFlags,
  olderFlag,
} from './older-flags.ts';

/** What can be said of a job on the command line; it goes over what the job file says. */
export interface JobFlags extends OlderFlags {
  readonly strategy?: string;
  readonly symbol?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly cash?: number;
  readonly resolution?: string;
  readonly data?: string;
  readonly executor?: string;
  readonly fix?: Readonly<Record<string, FlagValue>>;
  /** False where `--no-news-filter` was given. */
  readonly newsFilter?: boolean;
}

/** What a search can be told besides. */
export interface SearchFlags extends JobFlags, OlderSearchFlags {
  readonly parameters?: string;
  readonly tune?: readonly TunedFlag[];
  readonly sampler?: string;
  readonly fitness?: string;
  readonly evaluations?: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly slots?: number;
  readonly holdout?: readonly [string, string];
  /** `--param name=value`: what `--fix` gives, and the older names of ticker, dates and cash. */
  readonly param?: Readonly<Record<string, FlagValue>>;
  readonly symbolsParallel?: number;
  readonly study?: string;
  readonly more?: true;
  /** False where `--no-resume` was given. */
  readonly resume?: boolean;
  /** The run to go on with, by id or by its folder. */
  readonly runDir?: string;
  readonly outputDir?: string;
  readonly generateExcel?: true;
  /** File for the best parameters, once the search has ended. */
  readonly exportYaml?: string;
  /** Whether the best is put up for promotion, once the search has ended. */
  readonly stage?: true;
}

export interface TunedFlag {
  readonly name: string;
  readonly type: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

export function addJobFlags(command: Command): Command {
  return command
    .option('--strategy <name>', 'strategy by name, or path of a .ts file; for LEAN of a folder')
    .option('--symbol <ticker>', 'symbol, repeated or separated by commas for several', symbolList)
    .addOption(olderFlag('--ticker <ticker...>', symbolList))
    .addOption(olderFlag('--strategy-path <path>'))
    .option('--start <date>', 'first day, YYYY-MM-DD')
    .option('--end <date>', 'last day, YYYY-MM-DD')
    .option('--cash <amount>', 'cash at the start', positive)
    .option('--resolution <name>', 'bars of the backtest, such as daily')
    .option('--data <folder>', "folder in LEAN's data layout, or sample")
    .option('--executor <kind>', 'what carries backtests out: embedded, process or docker')
    .option('--fix <name=value>', 'parameter that is given but not tuned, repeatable', assignments)
    .option('--no-news-filter', 'let a strategy with a news filter trade around news');
}

export function addSearchFlags(command: Command): Command {
  addJobFlags(command)
    .option('--tune <name=min:max[:step]>', 'parameter to tune, repeatable', tuned)
    .option('--parameters <file>', 'parameter space from a file')
    .option('--sampler <name>', 'one stage with this sampler instead of the stages of the job')
    .option('--fitness <name>', 'what is maximised, such as calmar')
    .option('--evaluations <n>', 'most evaluations for a symbol', wholeNumber)
    .option('--seconds <n>', 'most seconds for the run', positive)
    .option('--seed <n>', 'seed; the same seed gives the same evaluations', wholeNumber)
    .option('--holdout <start:end>', 'days left out of the search, to check the best on', dateRange)
    .option('--export-yaml <file>', 'write the best parameters there when the search has ended')
    .option('--stage', 'put the best up for promotion when the search has ended')
    .addOption(olderFlag('--param <name=value>', assignments));
  return addRunFlags(command);
}

/** What can be said of any run. */
export function addRunFlags(command: Command): Command {
  command
    .option('--slots <n>', 'backtests at a time', wholeNumber)
    .option('--symbols-parallel <n>', 'symbols at a time; they share the slots', wholeNumber)
    .addOption(olderFlag('--resume'))
    .option('--no-resume', 'start a new run even where one of this job can be resumed')
    .option('--study <name>', 'group runs: what the study has evaluated is known to its next run')
    .option('--more', 'with --study: a new run where the job is complete, with its whole budget')
    .option('--output-dir <folder>', 'where results go (default: reports in the run folder)')
    .option('--generate-excel', 'write the results as an Excel workbook, too');
  return addOlderSearchFlags(command);
}

function tuned(text: string, before: readonly TunedFlag[] = []): readonly TunedFlag[] {
  const [name, range] = splitAssignment(text);
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
