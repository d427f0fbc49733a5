import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Executor } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { Scorer } from '../pipeline/score.ts';
import { type BenchPlan, type BenchRequest, planBench } from './bench-plan.ts';
import {
  type BenchMachine,
  type BenchOrigin,
  type BenchRecord,
  openBenchRecord,
  readBenchRecord,
  type SearchTask,
  setAside,
} from './bench-record.ts';
import type { Landscape } from './landscape.ts';
import { mapLandscape } from './map-landscape.ts';
import { createRemainingTime, type Remaining } from './remaining-time.ts';
import { searchInThreads } from './search-threads.ts';
import { sourceHash } from './source-hash.ts';

/** What a bench needs of the rest. */
export interface BenchServices {
  /** Of leantune. */
  readonly version: string;
  readonly projectRoot: string;
  /** For what may be deleted without loss. */
  readonly cacheFolder: string;
  createExecutor(job: Job): Executor;
  scorerOf(job: Job): Scorer;
}

export interface BenchProgress {
  /** Once, before the first search. */
  begin(plan: BenchPlan, aside: string | null): void;
  mapping(problem: string, made: number, of: number): void;
  /** After each search. */
  made(task: SearchTask, count: number, remaining: () => Remaining): void;
}

export interface RunBenchOptions {
  readonly request: BenchRequest;
  /** Jobs of the backtest landscapes; those whose name the request holds are mapped. */
  readonly jobs: readonly Job[];
  readonly file: string;
  /** Takes nothing from what the file holds. */
  readonly fresh: boolean;
  readonly slots: number;
  readonly progress: BenchProgress;
  readonly signal: AbortSignal;
}

/**
 * Makes the searches of a request that the file does not hold yet, and returns all it holds then.
 * A file that was made with other samplers is set aside first. Stopped by the signal it returns
 * what there is.
 */
export async function runBench(
  services: BenchServices,
  options: RunBenchOptions,
): Promise<BenchRecord> {
  const { request, file, signal, progress } = options;
  const origin = await originOf(services);
  const found = await readBenchRecord(file);
  const isGood = found?.origin.sources === origin.sources && !options.fresh;
  const aside = found === null || isGood ? null : await setAside(file, found);
  const before = isGood ? found : null;
  const plan = planBench(request, before);
  progress.begin(plan, aside);
  if (plan.missing.length > 0) {
    const wanted = new Set(plan.missing.map(({ problem }) => problem));
    const landscapes = await landscapesOf(services, options, (job) => wanted.has(job.name));
    if (!signal.aborted) await searchAll(options, { origin, plan, before, landscapes });
  }
  const record = await readBenchRecord(file);
  if (record !== null) return record;
  const at = new Date().toISOString();
  const nothing = { problems: new Map(), searches: [], refused: [] };
  return { origin, machine: thisMachine(), at, ...nothing };
}

/** What decides what a search finds. */
const DECISIVE = ['runner/samplers', 'runner/domain', 'runner/bench/functions'];

async function originOf({ version, projectRoot }: BenchServices): Promise<BenchOrigin> {
  const folders = DECISIVE.map((folder) => join(projectRoot, folder));
  return { leantune: version, sources: await sourceHash(folders) };
}

function thisMachine(): BenchMachine {
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  return { node: process.versions.node, processor, cores: cpus().length };
}

async function landscapesOf(
  services: BenchServices,
  { jobs, progress, signal }: RunBenchOptions,
  wanted: (job: Job) => boolean,
): Promise<Landscape[]> {
  const landscapes: Landscape[] = [];
  try {
    for (const job of jobs.filter(wanted)) {
      const landscape = await mapLandscape({
        job,
        createExecutor: services.createExecutor,
        scorer: services.scorerOf(job),
        folder: services.cacheFolder,
        progress: (made, of) => progress.mapping(job.name, made, of),
        signal,
      });
      landscapes.push(landscape);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return landscapes;
}

interface Prepared {
  readonly origin: BenchOrigin;
  readonly plan: BenchPlan;
  readonly before: BenchRecord | null;
  readonly landscapes: readonly Landscape[];
}

async function searchAll(
  { file, slots, signal, progress }: RunBenchOptions,
  { origin, plan, before, landscapes }: Prepared,
): Promise<void> {
  const at = new Date().toISOString();
  const head = { ...origin, ...thisMachine(), at };
  await using writer = await openBenchRecord(file, before === null ? head : null);
  const time = createRemainingTime();
  for (const search of before?.searches ?? []) time.made(search, search.ms);
  const described = new Set(before?.problems.keys());
  const left = new Set(plan.missing);
  await searchInThreads({
    tasks: plan.missing,
    slots,
    data: { landscapes },
    signal,
    found(answer, task) {
      left.delete(task);
      if ('refused' in answer) writer.refused(answer.refused);
      else {
        if (!described.has(task.problem)) writer.problem(answer.problem);
        described.add(task.problem);
        writer.search(answer.search);
        time.made(task, answer.search.ms);
      }
      progress.made(task, plan.missing.length - left.size, () => time.seconds([...left], slots));
    },
  });
}
