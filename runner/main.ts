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
import type { Service, ServiceOptions, Services } from './cli/services.ts';
import type { Daemon } from './daemon/daemon.ts';
import type { PreparedBars } from './domain/bar-preparation.ts';
import type {
  BacktestSetup,
  Check,
  DiagnosedFactory,
  Executor,
  ExecutorFactory,
} from './domain/executor.ts';
import type { Job } from './domain/job.ts';
import { removeLeftContainers } from './executors/docker-leftovers.ts';
import { executors } from './executors/index.ts';
import { endLeftovers } from './executors/process-leftovers.ts';
import { retrying } from './executors/retrying.ts';
import { fitnesses } from './fitness/index.ts';
import { refuseProgram } from './job/executor-limits.ts';
import { differences, identityOf, searchDifferences } from './job/identity.ts';
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
import { openAudit } from './run/audit.ts';
import { openCatalog } from './run/catalog.ts';
import { createRunner, type Identified } from './run/create-runner.ts';
import type { StrategyLog } from './run/executor-pool.ts';
import { acquireLock } from './run/lock.ts';
import { openRunStore } from './run/run-store.ts';
import { samplers } from './samplers/index.ts';
import type { JobKit } from './server/job-kit.ts';

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
  const { name, options } = job.executor;
  const factory: ExecutorFactory | undefined = (executors as Record<string, ExecutorFactory>)[name];
  if (factory === undefined)
    throw new Error(`Cannot start executor "${name}": it is not registered`);
  refuseProgram(
    job.executor,
    (executors as Registries['executors'])[name]?.reaches ?? {},
    process.env,
  );
  const executor = factory.create({
    options: options as never,
    slots: job.slots,
    projectRoot,
    cacheFolder: localFolder,
    timeoutSeconds: job.timeoutSeconds,
    timeoutMeasured: job.timeoutMeasured === true,
    memoryLimitMb: job.memoryLimitMb,
    log,
  });
  return retrying(executor, job.attempts);
}

/** "The data", or the very settings where it is the search that differs. */
function changes(before: Identified, now: Identified): string[] {
  const settings = searchDifferences(before.job, now.job, samplers);
  const parts = differences(before.identity, now.identity);
  if (before.identity.search === now.identity.search || settings.length === 0) return parts;
  return [
    ...differences(before.identity, { ...now.identity, search: before.identity.search }),
    ...settings,
  ];
}

const diagnosedFactories: Readonly<Record<string, DiagnosedFactory>> = {
  docker: executors.docker,
  process: executors.process,
};

/** As a job would have it that says no more than which executor. */
function diagnose(name: string, setup: BacktestSetup): AsyncIterable<Check> {
  const plugin = executors[name as 'docker' | 'process'];
  const stated = Object.entries(plugin.environment).map(([variable, option]) => [
    option,
    process.env[variable] || undefined,
  ]);
  const options = plugin.options.parse(Object.fromEntries(stated)) as never;
  const context = { options, slots: 1, projectRoot, cacheFolder: localFolder };
  const limits = { timeoutSeconds: 600, memoryLimitMb: 2048 };
  const log = (text: string): void => void process.stderr.write(text);
  const debug = process.env['HARNESS_DEBUG'] === undefined ? {} : { log };
  const factory = diagnosedFactories[name];
  if (factory === undefined) throw new Error(`Cannot diagnose executor "${name}"`);
  return factory.diagnose({ ...context, ...limits, ...debug }, setup);
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
  differences: changes,
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

type Say = (level: string, message: string) => void;

function speaker(log: (line: string) => void): Say {
  return (level, message) => log(level === 'info' ? message : `${level}: ${message}`);
}

async function daemonOf(log: Say): Promise<Daemon> {
  const { createDaemon } = await import('./daemon/daemon.ts');
  return createDaemon({
    configFolder: join(home, 'config'),
    audit: openAudit(store.root),
    reader,
    runner,
    store,
    log,
    mostQueued: Number(process.env['LEANTUNE_MAX_QUEUED']) || 1_000,
  });
}

/** What a change of a running server needs. */
async function tokenOf(): Promise<string> {
  const { ensureToken } = await import('./server/auth.ts');
  return await ensureToken(localFolder);
}

interface AppSettings {
  readonly token: string;
  readonly hosts: readonly string[];
  readonly say: Say;
  readonly closing?: AbortSignal;
}

async function appOf(daemon: Daemon, { token, hosts, say, closing }: AppSettings) {
  const { createApp } = await import('./server/app.ts');
  return createApp({
    store,
    daemon,
    catalog: await openCatalog(store.root),
    token,
    siteFolder: join(projectRoot, 'dist'),
    stagingFolder: stagingFolder(home),
    hosts,
    backtests: { ensureData, scorerOf, createExecutor: (job) => createExecutor(job, () => {}) },
    closing,
    jobs: jobKit,
    version,
    onError: (error) => say('error', error.stack ?? error.message),
  });
}

/** The API over a daemon that was never started: it reads what is on the disk. */
async function answers(): Promise<(path: string) => Promise<Response>> {
  const say = speaker((line) => void process.stderr.write(`${line}\n`));
  const token = await tokenOf();
  const app = await appOf(await daemonOf(say), { token, hosts: [], say });
  return async (path) => await app.request(new URL(path, 'http://localhost'));
}

async function openService({ host, port, hosts, log }: ServiceOptions): Promise<Service> {
  await using opened = new AsyncDisposableStack();
  const lock = opened.use(await acquireLock(store.root));
  await endLeftovers(localFolder);
  const token = await tokenOf();
  const closing = new AbortController();
  const say = speaker(log);
  // Not waited for: Docker may be slow to answer, or gone.
  void removeLeftContainers(localFolder, (text) => say('warn', text));
  const daemon = await daemonOf(say);
  const app = await appOf(daemon, { token, hosts: hosts ?? [], say, closing: closing.signal });
  opened.defer(() => closing.abort(new Error('The server ends')));
  const { serveApp } = await import('./server/serve.ts');
  const served = await serveApp(app, { host, port, token });
  opened.defer(served.close);
  await lock.announce(served.url);
  await daemon.start();
  const held = opened.move();
  return {
    url: served.url,
    async drain() {
      await daemon.drain();
      await held.disposeAsync();
    },
    async stop() {
      await daemon.stop();
      await held.disposeAsync();
    },
  };
}

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
  diagnosed: Object.keys(diagnosedFactories),
  diagnose,
  answers,
  token: tokenOf,
  openService,
};

guardProcess();
process.exitCode = await runProgram(services, commandLine.args);
