import { mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { DaemonLog } from './daemon-log.ts';
import { isJobFileName } from './job-file-name.ts';
import { settledFile, versionOf } from './settled-file.ts';

/** A file that was dropped and stands still. */
export interface Drop {
  readonly file: string;
  /** Null where the file is too large to be a job. */
  readonly text: string | null;
  /** It was there when the watching began. */
  readonly present: boolean;
  /** False while the writer may yet be at it, so that an unreadable file should be `incomplete`. */
  readonly last: boolean;
  /** Nobody dropped it just now: its time has come. */
  readonly due?: true;
}

export interface WatcherOptions {
  /** Takes a drop, or says that the file looks half written and should be offered again. */
  take(drop: Drop): Promise<'taken' | 'incomplete'>;
  gone(file: string): Promise<void>;
  readonly log: DaemonLog;
  /** Looks at the folder again and again, where the file system sends no events. */
  readonly polling: boolean;
}

export interface JobWatcher extends AsyncDisposable {
  /** Says that this very state of the file is known already and is no drop. */
  know(file: string): Promise<void>;
}

/** How long a file must stand still; longer each time that it was found half written. */
const QUIET_MS = [250, 500, 1_000];
export const MAX_JOB_BYTES = 8 * 1024 * 1024;

/**
 * Watches a folder, not those below it, for job files: each one present at the start, and every one
 * written, copied, touched or renamed into it later. Resolves when the folder is being watched.
 */
export async function watchJobs(folder: string, options: WatcherOptions): Promise<JobWatcher> {
  await mkdir(folder, { recursive: true });
  const drops = createDrops(await realpath(folder), options);
  let closed = false;
  let current: Promise<FSWatcher>;

  const fail = (error: Error): void => {
    if (closed) return;
    if (!isOutOfWatches(error)) {
      options.log('warn', `Cannot watch "${folder}": ${error.message}`);
      return;
    }
    options.log('warn', `${error.message}: the folder is looked at every 200 ms from now on`);
    const failed = current;
    current = startWatching(drops, options, { polling: true, fail });
    void failed.then((watcher) => watcher.close());
  };
  current = startWatching(drops, options, { polling: options.polling, fail });
  await current;

  return {
    know: drops.know,
    async [Symbol.asyncDispose]() {
      closed = true;
      await (await current).close();
      await drops.end();
    },
  };
}

type Drops = ReturnType<typeof createDrops>;

async function startWatching(
  drops: Drops,
  { log, gone }: WatcherOptions,
  { polling, fail }: { readonly polling: boolean; fail(error: Error): void },
): Promise<FSWatcher> {
  const present: string[] = [];
  let ready = false;
  const watcher = watch(drops.folder, {
    followSymlinks: false,
    // Not `depth: 0`: with it, a folder that is deleted and made again is never seen again. By name
    // only: a link or a pipe under a job's name is told apart by looking at it.
    ignored: (path) => path !== drops.folder && !isJobPath(path, drops.folder),
    ...(polling ? { backend: 'polling' as const, pollingInterval: 200 } : {}),
  });
  const dropped = (path: string) => {
    if (ready) drops.follow(basename(path), false);
    else present.push(basename(path));
  };
  watcher.on('add', dropped).on('change', dropped);
  watcher.on('unlink', (path) => {
    drops.forget(basename(path));
    gone(basename(path)).catch((error: Error) => log('error', error.message));
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
    watcher.on('error', (error) => {
      fail(error as Error);
      // Where there is nothing to watch with, it never gets ready.
      if (isOutOfWatches(error as Error)) resolve();
    });
  });
  ready = true;
  for (const file of present.sort()) drops.follow(file, true);
  return watcher;
}

function isJobPath(path: string, folder: string): boolean {
  return dirname(path) === folder && isJobFileName(basename(path));
}

/** The kernel has no more watches (ENOSPC on Linux) or files to give. */
function isOutOfWatches(error: NodeJS.ErrnoException): boolean {
  return ['ENOSPC', 'EMFILE', 'ENFILE'].includes(error.code ?? '');
}

interface Following {
  again: boolean;
  present: boolean;
  done: Promise<void>;
}

function createDrops(folder: string, { take, log }: WatcherOptions) {
  const ending = new AbortController();
  const following = new Map<string, Following>();
  /** The state of each file that was taken last, so that a late event is no second drop. */
  const known = new Map<string, string>();

  async function takeSettled(file: string, state: Following): Promise<void> {
    for (const [attempt, quietMs] of QUIET_MS.entries()) {
      const settled = await settledFile(join(folder, file), quietMs, {
        maxBytes: MAX_JOB_BYTES,
        signal: ending.signal,
      });
      if (settled.kind === 'none' || known.get(file) === settled.version) return;
      state.again = false;
      const text = settled.kind === 'file' ? settled.text : null;
      const last = attempt === QUIET_MS.length - 1;
      if ((await take({ file, text, present: state.present, last })) === 'taken') {
        known.set(file, settled.version);
        return;
      }
    }
  }

  async function follow(file: string, state: Following): Promise<void> {
    try {
      do {
        state.again = false;
        await takeSettled(file, state);
        state.present = false;
      } while (state.again && !ending.signal.aborted);
    } catch (error) {
      if (!ending.signal.aborted)
        log('error', `Cannot read "${file}": ${(error as Error).message}`);
    } finally {
      following.delete(file);
    }
  }

  return {
    folder,
    follow(file: string, present: boolean): void {
      const already = following.get(file);
      if (already !== undefined) {
        already.again = true;
        return;
      }
      const state = { again: false, present, done: Promise.resolve() };
      following.set(file, state);
      state.done = follow(file, state);
    },
    forget(file: string): void {
      known.delete(file);
    },
    async know(file: string): Promise<void> {
      const version = await versionOf(join(folder, file));
      if (version !== null) known.set(file, version);
    },
    async end(): Promise<void> {
      ending.abort();
      await Promise.all([...following.values()].map(({ done }) => done));
    },
  };
}
