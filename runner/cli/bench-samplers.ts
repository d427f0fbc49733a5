import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { BACKTEST_LANDSCAPES, BACKTEST_SETUP } from '../bench/backtest-landscapes.ts';
import { BENCH_FILE } from '../bench/bench-record.ts';
import { type BenchServices, runBench } from '../bench/run-bench.ts';
import { summarise } from '../bench/summary.ts';
import type { Job } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { type BenchFlags, benchRequest, slotsOf } from './bench-flags.ts';
import { createBenchProgress } from './bench-progress.ts';
import { benchText } from './bench-text.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { symbolList, wholeAboveZero } from './flag-values.ts';
import { onInterrupt } from './interrupts.ts';
import { asSource, readJob } from './job-source.ts';
import type { Services } from './services.ts';

export function benchSamplersCommand(context: CommandContext): Command {
  return new Command('bench-samplers')
    .description('compare the samplers on test functions and backtests, and with other optimizers')
    .option('--samplers <names>', 'these alone, such as tpe,auto', symbolList)
    .option('--functions <names>', 'these alone, by name or its beginning', symbolList)
    .option('--seeds <n>', 'searches of each kind (5; with --full 20)', wholeAboveZero)
    .option('--evaluations <n>', 'the longest searches (300; with --full 1000)', wholeAboveZero)
    .option('--lengths <numbers>', 'exactly these numbers of evaluations', numberList)
    .option('--batch <n>', 'sets asked for before any is told', wholeAboveZero, 1)
    .option('--alike', 'the settings of the optimizer of the same kind instead of our defaults')
    .option('--held-out', 'functions of the same families that nothing was tuned on')
    .option('--full', 'all that the recorded figures of others have; may take an hour')
    .option('--slots <n>', 'threads (all cores)', wholeAboveZero)
    .option('--out <file>', 'keep the searches there; the site shows those of the usual file')
    .option('--fresh', 'begin anew instead of making what is missing')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action((flags: BenchFlags) => benchSamplers(context, flags));
}

async function benchSamplers(context: CommandContext, flags: BenchFlags): Promise<void> {
  const { services, out, err } = context;
  const request = benchRequest(flags, services.names.samplers);
  const file = flags.out ? resolve(flags.out) : join(services.store.root, BENCH_FILE);
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('Interrupted'));
  using interrupts = onInterrupt({ drain: stop, abort: stop });
  const screen = flags.json ? err : out;
  const progress = createBenchProgress(screen, { file, request });
  const record = await runBench(benchServices(services), {
    request,
    jobs: await jobsOf(services, request.problems),
    file,
    fresh: flags.fresh === true,
    slots: slotsOf(flags),
    progress,
    signal: controller.signal,
  });
  progress.end(interrupts.count > 0);
  if (interrupts.count > 0) context.finish(EXIT.interrupted);
  const only = (name: string, names: readonly string[]) => names.includes(name);
  const asked = {
    ...record,
    searches: record.searches.filter(
      ({ sampler, problem, evaluations }) =>
        only(sampler, request.samplers) &&
        only(problem, request.problems) &&
        request.lengths.includes(evaluations),
    ),
  };
  const summary = summarise(asked, request);
  if (flags.json) out.write(jsonText(summary));
  else if (summary !== null) out.write(benchText(summary, out));
}

function benchServices(services: Services): BenchServices {
  const { version, projectRoot, home, scorerOf } = services;
  return {
    version,
    projectRoot,
    cacheFolder: join(home, '.leantune', 'landscapes'),
    createExecutor: (job) => services.createExecutor(job, () => {}),
    scorerOf,
  };
}

/** The jobs whose landscapes are wanted; making the sample data only where there are some. */
async function jobsOf(services: Services, problems: readonly string[]): Promise<Job[]> {
  const wanted = Object.entries(BACKTEST_LANDSCAPES).filter(([name]) => problems.includes(name));
  if (wanted.length > 0) await services.ensureSampleData();
  const read = wanted.map(([name, landscape]) =>
    readJob(services.reader, asSource(`${name}.json`, { name, ...BACKTEST_SETUP, ...landscape })),
  );
  return Promise.all(read);
}

function numberList(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new InvalidArgumentError('Wanted whole numbers above 0, such as 100,300.');
}

const HELP = `
Every search is kept as it ends: what was cut off goes on where it stopped, and more seeds add to
what is there. grid, list and local_grid answer another question and are benched only if named; gp,
which is made for short searches, is searched for 100 evaluations (with --full 300) unless named.

Examples:
  $ npx leantune bench-samplers
  $ npx leantune bench-samplers --samplers auto,tpe --functions grid6,mixed,sma-cross --seeds 20
  $ npx leantune bench-samplers --full --slots 8
`;
