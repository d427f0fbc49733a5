import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import type { BacktestSetup, CompleteOutcome, Outcome } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { durationText } from '../domain/number-text.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import { metricDifferences } from '../run/metric-differences.ts';
import { createUnreadParameters } from '../run/unread-parameters.ts';
import { backtestJob } from './backtest-job.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { assignments, jsonObject } from './flag-values.ts';
import { fullBacktest } from './full-backtest.ts';
import { type Interrupts, onInterrupt } from './interrupts.ts';
import { addJobFlags } from './job-flags.ts';
import { ensureDataOf } from './look-at-data.ts';
import { requireFolder } from './require-folder.ts';
import type { BacktestOptions, SetOfRun } from './set-of-run.ts';
import { tableText } from './table-text.ts';

export function backtestCommand(context: CommandContext): Command {
  const command = new Command('backtest')
    .description("run one backtest and print LEAN's statistics")
    .argument(
      '[file]',
      'job file whose strategy, data and dates are used, flags go over it; or RUN#ID, an evaluation',
    )
    .option('--config <file>', 'the same as the argument')
    .option('--run <id>', 'the job and the best parameters of a run, or of the latest')
    .option('--param <name=value>', 'value of a parameter, repeatable', assignments)
    .option('--params <json>', 'values of parameters as a JSON object', jsonObject);
  return addJobFlags(command)
    .option('--full <file>', "keep LEAN's result JSON")
    .option('--keep', 'keep it in the run folder, as SYMBOL/backtests/ID.json')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: BacktestOptions) => {
      if (options.full !== undefined) await requireFolder(options.full, '--full');
      const source = file ?? options.config;
      const { job, params, of } = await backtestJob(context.services, source, options);
      await ensureDataOf(job, context.services);
      const controller = new AbortController();
      const abort = () => controller.abort(new Error('Interrupted'));
      using interrupts = onInterrupt({ drain: abort, abort });
      const setup = setupOf(job);
      const outcome = await fullBacktest(context, job, { setup, params }, controller.signal).catch(
        (error: unknown) => interruptedOr(error, interrupts),
      );
      if (outcome === null) context.finish(EXIT.interrupted);
      else await show(context, { setup, params, outcome, options, of });
    });
}

function setupOf(job: Job): BacktestSetup {
  const [symbol, ...others] = job.symbols;
  if (symbol === undefined || others.length > 0) {
    throw new InputError('Cannot backtest', [
      { path: 'symbol', wanted: 'one symbol, by --symbol', found: job.symbols.join(', ') },
    ]);
  }
  return { ...job.backtest, symbol };
}

function interruptedOr(error: unknown, interrupts: Interrupts): null {
  if (interrupts.count === 0) throw error;
  return null;
}

interface Shown {
  readonly setup: BacktestSetup;
  readonly params: ParameterSet;
  readonly outcome: Outcome;
  readonly options: BacktestOptions;
  readonly of: SetOfRun | undefined;
}

async function show(context: CommandContext, shown: Shown): Promise<void> {
  const { setup, params, outcome, options, of } = shown;
  const { strategy, symbol, dates } = setup;
  const facts = { strategy, symbol, dates, params, status: outcome.status, ms: outcome.ms };
  if (outcome.status !== 'complete') {
    context.finish(EXIT.failed);
    if (options.json === true) context.out.write(jsonText({ ...facts, error: outcome.error }));
    else context.err.write(`The backtest failed: ${outcome.error}\n`);
    return;
  }
  const statistics = statisticsOf(outcome);
  const kept = await keep(outcome, options, of);
  if (of != null) warnOfOthers(context, of, outcome);
  warnOfUnread(context, outcome, params);
  if (options.json === true) {
    context.out.write(jsonText({ ...facts, metrics: outcome.metrics, statistics }));
    return;
  }
  const values = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const title = `${strategy} on ${symbol}, ${dates.start} to ${dates.end}`;
  context.out.write(`${context.out.style('bold', title)}  ${values.join(' ')}\n\n`);
  context.out.write(statisticsText(statistics));
  context.out.write(`\nOne backtest in ${durationText(outcome.ms / 1000)}\n`);
  for (const file of kept) context.out.write(`Result JSON: ${file}\n`);
}

async function keep(
  { result = '{}' }: CompleteOutcome,
  { full, keep: isKept }: BacktestOptions,
  of: SetOfRun | undefined,
): Promise<readonly string[]> {
  const files = [full, isKept === true ? of?.file : undefined].filter((file) => file !== undefined);
  for (const file of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, result);
  }
  return files;
}

/** The same set on the same data has to do the same. */
function warnOfOthers({ err }: CommandContext, { evaluation }: SetOfRun, outcome: CompleteOutcome) {
  if (evaluation === null || evaluation.status === 'failed') return;
  const differences = metricDifferences(evaluation, outcome);
  if (differences.length === 0) return;
  const named = differences.map(({ metric, was, is }) => `${metric} ${is}, was ${was}`).slice(0, 3);
  err.write(
    `${err.style('yellow', 'Warning:')} evaluation ${evaluation.id} came out otherwise than in its run: ${named.join('; ')}\n`,
  );
}

/** A mistyped name changes nothing, in LEAN as here. */
function warnOfUnread({ err }: CommandContext, outcome: CompleteOutcome, params: ParameterSet) {
  const unread = createUnreadParameters(() => {});
  unread.completed(outcome, params);
  for (const { name, nearest } of unread.list) {
    const hint = nearest === null ? '' : ` (it asks for ${nearest})`;
    err.write(`${err.style('yellow', 'Warning:')} the strategy never reads ${name}${hint}\n`);
  }
}

/** LEAN's statistics as LEAN prints them; the measured numbers where there is no result JSON. */
function statisticsOf({ result, metrics }: CompleteOutcome): Readonly<Record<string, string>> {
  const parsed: unknown = result === undefined ? null : JSON.parse(result);
  const found = (parsed as { statistics?: Record<string, unknown> } | null)?.statistics ?? metrics;
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]));
}

function statisticsText(statistics: Readonly<Record<string, string>>): string {
  return tableText(
    [
      { title: 'statistic', text: ([name]: readonly [string, string]) => name },
      { title: 'value', align: 'right', text: ([, value]: readonly [string, string]) => value },
    ],
    Object.entries(statistics),
  );
}

const EXAMPLES = `
Examples:
  $ npx leantune backtest --strategy sma-cross --symbol SPX --data sample \\
      --start 2000-01-03 --end 2020-04-17 --param fast=10 --param slow=50
  $ npx leantune backtest config/examples/quickstart.json --param fast=10 --full result.json
  $ npx leantune backtest --run latest --json
  $ npx leantune backtest latest#137 --keep
`;
