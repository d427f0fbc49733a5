import type { Job, PluginChoice } from '../../runner/domain/job.ts';
import { type CompareRow, type LoadedRun, textRow } from './compare-row.ts';
import { ABSENT, formatNumber, formatValue } from './format.ts';
import { constraintText, type Fact, rangeOf, rangeText } from './run-facts.ts';

/** A value of an option without the signs that only a parser needs. */
function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.map(plainText).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, part]) => `${key} ${plainText(part)}`)
      .join(' ');
  }
  return formatValue(value as number | string | boolean);
}

function optionLine([key, value]: [string, unknown]): string {
  const several = Array.isArray(value) && value.some((part) => typeof part === 'object');
  return several
    ? [`${key}:`, ...value.map((part) => `· ${plainText(part)}`)].join('\n')
    : `${key} ${plainText(value)}`;
}

/** A line for each option, so that long ones are read and compared one by one. */
function optionLines({ name, options }: PluginChoice): string {
  return [name, ...Object.entries(options).map(optionLine)].join('\n');
}

function backtestFacts({ backtest, holdout }: Job): readonly Fact[] {
  const fixed = Object.entries(backtest.fixedParameters);
  return [
    ['Dates', rangeText(backtest.dates)],
    ['Holdout', holdout === null ? 'none' : rangeText(holdout)],
    ['Cash', formatNumber(backtest.cash)],
    ['Security type', backtest.securityType],
    ['Market', backtest.market],
    ['Resolution', backtest.resolution],
    ['Normalization', backtest.normalization],
    ['Benchmark', backtest.benchmark],
    ['Data folder', backtest.dataFolder],
    ...fixed.map(([name, value]): Fact => [`Fixed: ${name}`, formatValue(value)]),
  ];
}

function searchFacts(job: Job): readonly Fact[] {
  const { budget } = job;
  return [
    ...job.parameters.map((one): Fact => {
      const when = one.when === undefined ? '' : `\nwhen ${one.when}`;
      return [`Space: ${one.name}`, rangeOf(one) + when];
    }),
    ['Rules', job.rules.join('\n') || 'none'],
    ['Fitness', optionLines(job.fitness)],
    ['Constraints', job.constraints.map(constraintText).join('\n') || 'none'],
    ...job.stages.map(({ name, enabled, sampler }, index): Fact => {
      const own = name === sampler.name ? '' : `${name}: `;
      return [`Stage ${index + 1}`, `${own}${optionLines(sampler)}${enabled ? '' : '\noff'}`];
    }),
    ['Seed', String(job.seed)],
    [
      'Most evaluations',
      budget.evaluations === undefined ? 'by stages' : formatNumber(budget.evaluations),
    ],
    ['Most seconds', budget.seconds === undefined ? 'none' : formatNumber(budget.seconds)],
  ];
}

function factsOf({ record, job }: LoadedRun): ReadonlyMap<string, string> {
  const mode = job.mode === 'shared' ? `one set for all, ${job.sharedFitness}` : 'each on its own';
  return new Map<string, string>([
    ['Strategy', job.backtest.strategy],
    ['Symbols', job.symbols.join(', ')],
    ['Symbols searched', mode],
    ...backtestFacts(job),
    ...searchFacts(job),
    ['Executor', optionLines(job.executor)],
    ['Slots', String(job.slots)],
    ['Symbols at a time', String(job.symbolsParallel)],
    ['Time-out', `${formatNumber(job.timeoutSeconds)} s`],
    ['Memory limit', `${formatNumber(job.memoryLimitMb)} MB`],
    ['Attempts', String(job.attempts)],
    ['Study', record.study ?? 'none'],
    ['Tags', record.tags.join(', ') || 'none'],
    ...Object.entries(record.versions).map(
      ([name, version]) => [`Version: ${name}`, version] as const,
    ),
    ['Hash of strategy', record.identity.strategy.slice(0, 12)],
    ['Hash of data', record.identity.data.slice(0, 12)],
  ]);
}

/** Every field of the jobs, those that differ marked against the first run's. */
export function configurationRows(runs: readonly LoadedRun[]): readonly CompareRow[] {
  const facts = runs.map(factsOf);
  const names = new Set(facts.flatMap((each) => [...each.keys()]));
  return [...names].map((name) =>
    textRow(
      name,
      facts.map((each) => each.get(name) ?? ABSENT),
    ),
  );
}
