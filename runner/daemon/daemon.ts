import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { RunEvent, RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { JobReader } from '../job/job-reader.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { Audit } from '../run/audit.ts';
import type { RunStore } from '../run/run-store.ts';
import type { Runner } from '../run/runner.ts';
import type { DaemonLog } from './daemon-log.ts';
import { createErrorFiles } from './error-file.ts';
import { createIntake, type Intake, type Submitted } from './intake.ts';
import { isJobFileName } from './job-file-name.ts';
import { createJobList, type JobEntry, type JobList } from './job-list.ts';
import { createListeners } from './listeners.ts';
import { runDueJob } from './run-due-job.ts';
import { createRunQueue } from './run-queue.ts';
import {
  openSchedules,
  type Schedules,
  type SchedulesOptions,
  type ScheduleView,
} from './schedules.ts';
import { STOPPED_BY_USER } from './take-job.ts';
import { type JobWatcher, watchJobs } from './watcher.ts';

export interface DaemonOptions {
  readonly configFolder: string;
  readonly reader: Pick<JobReader, 'read'>;
  readonly runner: Pick<Runner, 'submit' | 'resume'>;
  readonly store: Pick<RunStore, 'list' | 'folder' | 'root' | 'sweep'>;
  readonly log: DaemonLog;
  /** Told of every file that somebody dropped. */
  readonly audit?: Audit;
  /** The most runs that may wait (1000 where absent); jobs beyond are refused. */
  readonly mostQueued?: number;
  /** How many runs go on at the same time; 1 where absent. */
  readonly concurrency?: number;
  /** The clock of schedules, and how often it is looked at. */
  readonly clock?: Pick<SchedulesOptions, 'now' | 'everyMs'>;
  /** Look at the drop folder every 200 ms, where its file system sends no events. */
  readonly polling?: boolean;
}

/** Turns files dropped in a folder into runs. Whoever makes one holds the runs folder's lock. */
export interface Daemon {
  /** Resolves when the folder is being watched; the files present then are drops, too. */
  start(): Promise<void>;
  /** Starts nothing more and resolves when all in flight has ended. */
  drain(): Promise<void>;
  /** Starts nothing more and breaks off what runs; also while draining. */
  stop(): Promise<void>;
  jobs(): readonly JobEntry[];
  /** Newest records of the runs that wait or run. */
  records(): readonly RunRecord[];
  /** Listeners are expected to be quick and not to throw. @returns what ends the subscription */
  subscribe(listener: RunListener, onJobs?: () => void): () => void;
  /**
   * Writes a job into the drop folder and takes it at once; what is no job is not written.
   * @throws InputError where it cannot be used
   */
  drop(file: string, text: string): Promise<JobEntry>;
  /** Ends a run: lets what is in flight end, or at once when asked again. False: it does not run. */
  stopRun(runId: string): boolean;
  /** @throws InputError where there is no such run or what it reads has changed */
  resumeRun(runId: string): Promise<Submitted>;
}

const MOST_QUEUED = 1_000;

export function createDaemon(options: DaemonOptions): Daemon {
  const { configFolder, log } = options;
  const listeners = createListeners();
  const list = createJobList(listeners.jobs);
  const tell = (event: RunEvent): void => {
    if (event.type === 'record') list.follow(event.record);
    listeners.run(event);
  };
  const queue = createRunQueue({ concurrency: options.concurrency ?? 1, listener: tell, log });
  const errorFiles = createErrorFiles(configFolder);
  let schedules: Schedules | undefined;
  const intake = createIntake({
    mostQueued: MOST_QUEUED,
    ...options,
    list,
    queue,
    errorFiles,
    scheduled: (file, schedule, how) => schedules?.know(file, schedule, how),
  });
  let watcher: JobWatcher | undefined;
  let ending = false;

  const end = async (how: 'drain' | 'abort'): Promise<void> => {
    ending = true;
    // What is being taken when the end comes goes to the queue and is not started.
    const ended = queue.close(how, 'the daemon was stopped');
    await schedules?.[Symbol.asyncDispose]();
    await intake.close();
    await watcher?.[Symbol.asyncDispose]();
    await ended;
  };

  return {
    async start() {
      void sweepRuns(options);
      schedules = await schedulesOf(options, { intake, list });
      watcher = await watchJobs(configFolder, {
        log,
        polling: options.polling ?? false,
        async take(drop) {
          const answer = await intake.offer(drop);
          if (answer === 'taken' && !drop.present) await noteDrop(drop.file, list, options);
          return answer;
        },
        async gone(file) {
          list.forget(file);
          schedules?.forget(file);
          await errorFiles.remove(file);
        },
      });
      await schedules.start();
      await errorFiles.sweep();
    },
    drain: () => end('drain'),
    stop: () => end('abort'),
    jobs: () => list.all().map((entry) => withSchedule(entry, schedules?.of(entry.file) ?? null)),
    records: queue.records,
    subscribe: listeners.subscribe,
    async drop(file, text) {
      checkDrop(file, ending);
      await options.reader.read(text, file);
      await writeFileAtomic(join(configFolder, file), text);
      await watcher?.know(file);
      return intake.accept({ file, text });
    },
    stopRun: (runId) => queue.stop(runId, STOPPED_BY_USER),
    resumeRun: intake.resume,
  };
}

function schedulesOf(
  { clock, ...options }: DaemonOptions,
  taking: { readonly intake: Intake; readonly list: JobList },
): Promise<Schedules> {
  const run: SchedulesOptions['run'] = (file, since) =>
    runDueJob({ file, since }, { ...options, ...taking });
  return openSchedules({ runsFolder: options.store.root, run, log: options.log, ...clock });
}

/** Ten thousand runs take seconds to look at, which nobody waits for. */
async function sweepRuns({ store, log }: DaemonOptions): Promise<void> {
  await store.sweep().catch((error: Error) => log('error', error.message));
}

/** What stood there when the daemon started was noted when it was dropped. */
async function noteDrop(
  file: string,
  list: JobList,
  { configFolder, audit, log }: DaemonOptions,
): Promise<void> {
  const { state, run } = list.all().find((entry) => entry.file === file) ?? {};
  const owner = await stat(join(configFolder, file)).catch(() => null);
  const by = { via: 'folder', uid: owner?.uid ?? null } as const;
  await audit
    ?.note({ action: 'drop', subject: file, by, run, state })
    .catch((error: Error) =>
      log('warn', `${file}: its drop is not in the audit: ${error.message}`),
    );
}

function withSchedule(entry: JobEntry, again: ScheduleView | null): JobEntry {
  return again === null ? entry : { ...entry, again };
}

function checkDrop(file: string, ending: boolean): void {
  if (!isJobFileName(file)) {
    const wanted = 'a name such as "spy.json" (json, jsonc, yaml or yml), without a folder';
    throw new InputError('Cannot take a job', [{ path: 'file', wanted, found: `"${file}"` }]);
  }
  if (ending) {
    const problem = { path: '', wanted: 'a daemon that goes on', found: 'one that is stopping' };
    throw new InputError(`Cannot take job "${file}"`, [problem]);
  }
}
