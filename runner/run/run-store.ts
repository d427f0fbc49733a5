import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { parseEvaluation } from './evaluation-line.ts';
import { type EvaluationReaders, evaluationReaders } from './evaluation-readers.ts';
import { encodeRecord } from './record-keeper.ts';
import type { JobSource } from './runner.ts';
import { sweepRun } from './sweep-run.ts';
import { symbolFolder } from './symbol-folder.ts';
import { takeTimeId } from './take-time-id.ts';
import { readVerifications } from './verifications.ts';

/** A run folder that cannot be read. */
export interface BrokenRun {
  readonly id: string;
  readonly reason: string;
}

/** The runs folder. It reads what is on the disk; living runs know more. */
export interface RunStore extends EvaluationReaders {
  readonly root: string;
  /** Names of the run folders, newest first. */
  ids(): Promise<readonly string[]>;
  /** @throws Error where there is no such run or its record cannot be read */
  record(id: string): Promise<RunRecord>;
  /** Newest first. */
  list(): Promise<{
    readonly records: readonly RunRecord[];
    readonly broken: readonly BrokenRun[];
  }>;
  /** @throws Error where there is no such run or its files cannot be read */
  read(id: string): Promise<{ readonly record: RunRecord; readonly job: Job }>;
  /** @throws RangeError where the id is no run's name */
  folder(id: string): string;
  /** The evaluation that `result` of the best is of; a living search may be ahead of it. */
  best(id: string, symbolFolder: string): Promise<Evaluation | null>;
  /**
   * LEAN-shaped result JSON of the best, or null where there is none yet. A shared set has a result
   * on each `of` its symbols; without a name it is the first one's.
   */
  result(
    id: string,
    symbolFolder: string,
    which: 'best' | 'holdout',
    of?: string,
  ): Promise<unknown | null>;
  /**
   * Makes the folder of a new run; the record gets its id, and what `fill` says when it has written
   * its part into the folder.
   */
  create(
    record: Omit<RunRecord, 'id'>,
    job: Job,
    source: JobSource,
    fill?: (folder: string) => Promise<Partial<RunRecord>>,
  ): Promise<RunRecord>;
  /** Replaces the job of a run, where its budget or its slots changed. */
  replaceJob(id: string, job: Job, source: JobSource): Promise<void>;
  /** Removes what killed writers left in all runs, and folders that never became one. */
  sweep(): Promise<void>;
}

const RUN_ID = /^\d{8}_\d{6}$/;
const SYMBOL_FOLDER = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export function openRunStore(root: string): RunStore {
  const folder = (id: string): string => {
    if (!RUN_ID.test(id))
      throw new RangeError(`Cannot open run "${id}": wanted a name like 20261121_101530`);
    return join(root, id);
  };
  const symbol = (id: string, name: string): string => {
    if (!SYMBOL_FOLDER.test(name))
      throw new RangeError(`Cannot open "${name}" of run ${id}: no such symbol`);
    return join(folder(id), name);
  };
  const record = async (id: string): Promise<RunRecord> => {
    const value = await readJson<RunRecord>(join(folder(id), 'run.json'));
    if (value.v !== 1) {
      throw new Error(`Cannot read run ${id}: wanted version 1 of run.json, found ${value.v}`);
    }
    if (!Array.isArray(value.symbols) || typeof value.identity !== 'object') {
      throw new Error(`Cannot read run ${id}: wanted symbols and identity in run.json, found none`);
    }
    const strange = value.symbols.find((one) => !SYMBOL_FOLDER.test(String(one.folder)));
    if (strange !== undefined) {
      const found = JSON.stringify(strange.folder);
      throw new Error(`Cannot read run ${id}: wanted the name of a folder in it, found ${found}`);
    }
    return { ...value, id };
  };

  return {
    root,
    folder,
    ids: () => idsIn(root),
    record,
    list: async () => listOf(await idsIn(root), record),
    async read(id) {
      const job = readJson<Job>(join(folder(id), 'job.resolved.json'));
      const [value, resolved] = await Promise.all([record(id), job]);
      return { record: await withVerifications(value, folder(id)), job: resolved };
    },
    ...evaluationReaders(symbol),
    async best(id, name) {
      try {
        const text = await readFile(join(symbol(id, name), 'best.json'), 'utf8');
        const { evaluation } = JSON.parse(text) as { evaluation: unknown };
        return parseEvaluation(JSON.stringify(evaluation));
      } catch {
        return null;
      }
    },
    async result(id, name, which, of) {
      const file = of === undefined ? `${which}.json` : `${which}.${symbolFolder(of)}.json`;
      try {
        return await readJson<unknown>(join(symbol(id, name), 'backtests', file));
      } catch {
        return null;
      }
    },
    async create(fields, job, source, fill) {
      const id = await newFolder(root);
      try {
        const value: RunRecord = { ...fields, ...(await fill?.(join(root, id))), id };
        await writeJob(join(root, id), job, source);
        // Last, so that a folder with a run.json is whole.
        await writeFileAtomic(join(root, id, 'run.json'), encodeRecord(value));
        return value;
      } catch (error) {
        // A folder that is no run would be shown as a broken one for ever.
        await rm(join(root, id), { recursive: true, force: true });
        throw error;
      }
    },
    async replaceJob(id, job, source) {
      await sweepRun(folder(id));
      await writeJob(folder(id), job, source);
    },
    async sweep() {
      for (const id of await idsIn(root)) await sweepRun(folder(id));
    },
  };
}

async function idsIn(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  return names
    .filter((name) => RUN_ID.test(name))
    .sort()
    .reverse();
}

async function listOf(
  ids: readonly string[],
  record: RunStore['record'],
): ReturnType<RunStore['list']> {
  const records: RunRecord[] = [];
  const broken: BrokenRun[] = [];
  for (const [index, entry] of (await Promise.allSettled(ids.map(record))).entries()) {
    if (entry.status === 'fulfilled') records.push(entry.value);
    else broken.push({ id: ids[index] as string, reason: messageOf(entry.reason) });
  }
  return { records, broken };
}

/** What was verified by hand since the run ended stands beside its record. */
async function withVerifications(value: RunRecord, runFolder: string): Promise<RunRecord> {
  const symbols = value.symbols.map(async (search): Promise<SymbolProgress> => {
    const verified = await readVerifications(join(runFolder, search.folder));
    return verified.length === 0 ? search : { ...search, verified };
  });
  return { ...value, symbols: await Promise.all(symbols) };
}

async function writeJob(folder: string, job: Job, source: JobSource): Promise<void> {
  await writeFileAtomic(join(folder, dropName(source.file)), source.text);
  await writeFileAtomic(join(folder, 'job.resolved.json'), `${JSON.stringify(job, null, 2)}\n`);
}

/** `job.json`, or `job.yaml` where YAML was dropped. */
function dropName(file: string): string {
  const extension = /\.(jsonc?|ya?ml)$/.exec(basename(file))?.[1] ?? 'json';
  return `job.${extension}`;
}

async function newFolder(root: string): Promise<string> {
  await mkdir(root, { recursive: true });
  return takeTimeId((id) => mkdir(join(root, id)));
}

async function readJson<T>(path: string): Promise<T> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(`Cannot read "${path}": wanted a file, found none`, { cause: error });
  });
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`Cannot read "${path}": wanted JSON`, { cause: error });
  }
}
