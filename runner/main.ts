#!/usr/bin/env node
// The composition root: the one file that imports the registries and hands each layer what it may
// not import itself.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listDataApart } from '../harness/embedded/data/list-data-apart.ts';
import { STRATEGY_NAMES } from '../harness/embedded/strategies/names.ts';
import { inspectJob } from './cli/info-job.ts';
import { otherExecutorJob } from './cli/other-executor-job.ts';
import { guardProcess } from './cli/process-guards.ts';
import { runProgram } from './cli/program.ts';
import { takeRunsFolder } from './cli/runs-folder.ts';
import type { Services } from './cli/services.ts';
import type { DaemonLog } from './daemon/daemon-log.ts';
import type { PreparedBars } from './domain/bar-preparation.ts';
import type { BacktestSetup, Check, Executor, ExecutorFactory } from './domain/executor.ts';
import type { Job } from './domain/job.ts';
import { createExecutor as createNamed } from './executors/create-executor.ts';
import { diagnoseExecutor } from './executors/diagnose-executor.ts';
import { removeLeftContainers } from './executors/docker-leftovers.ts';
import { executors } from './executors/index.ts';
import { endLeftovers } from './executors/process-leftovers.ts';
import { fitnesses } from './fitness/index.ts';
import { refuseProgram } from './job/executor-limits.ts';
import { identityOf } from './job/identity.ts';
import { LIMITS } from './job/job-defaults.ts';
import { jobDifferences } from './job/job-differences.ts';
import { createJobReader } from './job/job-reader.ts';
import { largerBudget } from './job/larger-budget.ts';
import type { Registries } from './job/registries.ts';
import { relocateJob } from './job/relocate-job.ts';
import { channels } from './notify/index.ts';
import { openNotifier } from './notify/open-notifier.ts';
import { tryChannel } from './notify/try-channel.ts';
import { planSearch } from './pipeline/plan.ts';
import { createScorer, type Scorer } from './pipeline/score.ts';
import { stagingFolder } from './promote/promotions-folder.ts';
import { openSymbolOutputs } from './report/symbol-outputs.ts';
import { writeSummaries } from './report/write-summaries.ts';
import { createRunner } from './run/create-runner.ts';
import type { StrategyLog } from './run/executor-pool.ts';
import { openRunStore } from './run/run-store.ts';
import { samplers } from './samplers/index.ts';
import type { JobKit } from './server/job-kit.ts';
import type { ServiceKit } from './server/service-kit.ts';

/*
 * What one command or another needs, and no search on its way to the first backtest, is imported
 * where it is used: it takes as long as all the rest.
 */
const projectRoot = resolve(import.meta.dirname, '..');
const home = resolve(process.env['LEANTUNE_HOME'] || projectRoot);
const localFolder = join(home, '.leantune');
const commandLine = takeRunsFolder(process.argv.slice(2));
const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  version: string;
};

function createExecutor(job: Job, log: StrategyLog): Executor {
  const factories: Readonly<Record<string, ExecutorFactory>> = executors;
  const { reaches = {} } = (executors as Registries['executors'])[job.executor.name] ?? {};
  refuseProgram(job.executor, reaches, process.env);
  return createNamed(factories, job, { projectRoot, cacheFolder: localFolder, log });
}

const diagnosed = { docker: executors.docker, process: executors.process };

function diagnose(name: string, setup: BacktestSetup): AsyncIterable<Check> {
  const log = (text: string): void => void process.stderr.write(text);
  return diagnoseExecutor(diagnosed, name, {
    setup,
    env: process.env,
    limits: LIMITS.lean,
    projectRoot,
    cacheFolder: localFolder,
    ...(process.env['HARNESS_DEBUG'] !== undefined && { log }),
  });
}

function scorerOf({ fitness, constraints }: Pick<Job, 'fitness' | 'constraints'>): Scorer {
  return createScorer(fitness, constraints, { fitnesses });
}

const sampleData = join(localFolder, 'sample-data');

async function ensureData(job: Job): Promise<void> {
  if (job.backtest.dataFolder === sampleData) await makeSampleData();
}

async function makeSampleData(): Promise<string> {
  const { ensureSampleData } = await import('../harness/embedded/data/sample-data.ts');
  await ensureSampleData(sampleData);
  return sampleData;
}

const reader = createJobReader({
  samplers,
  fitnesses,
  executors,
  channels,
  strategies: STRATEGY_NAMES,
  projectRoot,
  env: process.env,
});
const store = openRunStore(resolve(commandLine.runsFolder ?? join(home, 'runs')));
const runner = createRunner({
  store,
  samplers,
  fitnesses,
  ensureData,
  relocate: (job, source) => relocateJob(reader, job, source),
  createExecutor,
  identify: (job, preparations) => identityOf(job, preparations, samplers),
  differences: (before, now) => jobDifferences(before, now, samplers),
  report: writeSummaries,
  outputs: openSymbolOutputs,
  leastFreeMb: Number(process.env['LEANTUNE_MIN_FREE_MB'] ?? 256) || 0,
  async otherEngine(record, job) {
    const kind =
      process.env['LEANTUNE_VERIFY_ON'] || (process.env['LEAN_PATH'] ? 'process' : 'none');
    if (kind === 'none' || job.backtest.engine === 'lean') return null;
    return await otherExecutorJob({ reader, store }, { record, job }, kind);
  },
  watch: (job, context) => openNotifier(job.notify ?? [], { ...context, env: process.env }),
  versions: { leantune: version, node: process.versions.node },
});

async function preparedBars(folder: string): Promise<PreparedBars[]> {
  const prepared = await import('../harness/embedded/prepare/prepared-bars.ts');
  return await prepared.preparedBars(folder);
}

const jobKit: JobKit = {
  reader,
  plan(job) {
    const { space, evaluations, stages } = planSearch(job, samplers);
    return { size: space.size, evaluations, stages };
  },
  larger: (job, evaluations) => largerBudget(job, evaluations, samplers),
  inspect: (job, seconds) => inspectJob(services, job, { seconds, pricePerHour: undefined }),
  prepared: () => preparedBars(join(home, 'data', 'prepared')),
  dataFolders: {
    sample: sampleData,
    [process.env['LEAN_DATA_HOST_PATH'] || 'data']: resolve(
      process.env['LEAN_DATA_HOST_PATH'] || join(home, 'data'),
    ),
  },
  listData: listDataApart,
  exampleFolder: join(projectRoot, 'config', 'examples'),
};

const serviceKit: ServiceKit = {
  reader,
  runner,
  store,
  localFolder,
  configFolder: join(home, 'config'),
  stagingFolder: stagingFolder(home),
  siteFolder: join(projectRoot, 'dist'),
  mostQueued: Number(process.env['LEANTUNE_MAX_QUEUED']) || 1_000,
  backtests: { ensureData, scorerOf, createExecutor: (job) => createExecutor(job, () => {}) },
  jobs: jobKit,
  version,
};

async function endLeft(log: DaemonLog): Promise<void> {
  await endLeftovers(localFolder);
  // Not waited for: Docker may be slow to answer, or gone.
  void removeLeftContainers(localFolder, (text) => log('warn', text));
}

/** On a terminal it is of no use whose work it was, and what the executor says is a line. */
function createTerminalExecutor(job: Job, log: (text: string) => void): Executor {
  return createExecutor(job, (text, level) => {
    if (level !== 'info') log(level === undefined ? text : `${text}\n`);
  });
}

const services: Services = {
  version,
  projectRoot,
  home,
  reader,
  runner,
  store,
  names: {
    strategies: STRATEGY_NAMES,
    samplers: Object.keys(samplers),
    fitnesses: Object.keys(fitnesses),
    executors: Object.keys(executors),
    channels: Object.keys(channels),
  },
  tryChannel: (setting) => tryChannel(setting, process.env),
  ensureSampleData: makeSampleData,
  async importBars(options) {
    const { importBars } = await import('../harness/embedded/import/import-bars.ts');
    return await importBars(options);
  },
  async prepareBars(options) {
    const { prepareBars } = await import('../harness/embedded/prepare/prepare-bars.ts');
    return await prepareBars(options);
  },
  preparedBars,
  async placeCalendar(file, folder) {
    const { placeCalendar } = await import('../harness/embedded/prepare/place-calendar.ts');
    return await placeCalendar(file, folder);
  },
  createExecutor: createTerminalExecutor,
  scorerOf,
  diagnosed: Object.keys(diagnosed),
  diagnose,
  async answers() {
    const { openAnswers } = await import('./server/open-answers.ts');
    return await openAnswers(serviceKit, (line) => void process.stderr.write(`${line}\n`));
  },
  async token() {
    const { ensureToken } = await import('./server/auth.ts');
    return await ensureToken(localFolder);
  },
  async openService(options) {
    const { openService } = await import('./server/open-service.ts');
    return await openService(serviceKit, { ...options, endLeft });
  },
};

guardProcess();
process.exitCode = await runProgram(services, commandLine.args);
