import { InputError, messageOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { JobSchedule } from '../domain/schedule.ts';
import type { JobReader } from '../job/job-reader.ts';
import { locateProblems } from '../job/located-problems.ts';
import type { RunStore } from '../run/run-store.ts';
import type { JobSource, Runner, Submission } from '../run/runner.ts';
import { openStudyTrash } from '../run/study-trash.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { ErrorFiles } from './error-file.ts';
import type { JobEntry, JobList } from './job-list.ts';
import { lastRun } from './last-run.ts';
import type { RunQueue } from './run-queue.ts';
import type { Drop } from './watcher.ts';

export interface IntakeContext {
  readonly reader: Pick<JobReader, 'read'>;
  readonly runner: Pick<Runner, 'submit' | 'resume'>;
  readonly store: Pick<RunStore, 'list' | 'folder' | 'root'>;
  readonly list: JobList;
  readonly queue: RunQueue;
  readonly errorFiles: ErrorFiles;
  readonly log: DaemonLog;
  /** The most runs that may wait; those there at the start are taken all the same. */
  readonly mostQueued: number;
  /** Told when each job wants to be run again, before it is taken. */
  scheduled(file: string, schedule: JobSchedule | null, how: How): void;
}

/** How a job got here. */
export type How = 'dropped' | 'present' | 'due';

/** Makes runs of what is dropped, one file at a time. */
export interface Intake {
  /** Takes a file from the folder. A bad one is reported beside it; this never throws. */
  offer(drop: Drop): Promise<'taken' | 'incomplete'>;
  /** Takes a job that was handed in. @throws whatever keeps it from being run */
  accept(source: JobSource): Promise<JobEntry>;
  /** @throws InputError where there is no such run or what it reads has changed */
  resume(runId: string): Promise<Submitted>;
  /** Takes nothing more from the folder; resolves when nothing is being taken. */
  close(): Promise<void>;
}

/** What became of a submission. */
export type Submitted = Pick<Submission, 'kind' | 'record' | 'message'>;

/** The reason of a run that somebody stopped; a restart leaves such a run alone. */
export const STOPPED_BY_USER = 'stopped by the user';

export function createIntake(context: IntakeContext): Intake {
  // One at a time: two submissions of the same search must see each other's run.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const done = last.then(action);
    last = done.catch(() => {});
    return done;
  };
  const followUps = new Map<string, string>();
  let closed = false;

  const accept = (source: JobSource, how: How): Promise<JobEntry> =>
    inTurn(async () => {
      const { file, text } = source;
      const active = context.list.active(file);
      if (active !== null && active.text === text) {
        context.log('info', `${file}: nothing new, its run is at it`);
        return active.entry;
      }
      followUps.delete(file);
      const entry = await takeJob(source, how, context);
      if (entry.run !== null && entry.state === 'running') followUp(entry.run, source);
      await context.errorFiles.remove(file);
      return entry;
    });

  /** A changed job of a run that is at it (a larger budget, say) has its turn when that has ended. */
  const followUp = (runId: string, { file, text }: JobSource): void => {
    followUps.set(file, text);
    void context.queue.ended(runId)?.then(async () => {
      if (followUps.get(file) !== text) return;
      await offer({ file, text, present: false, last: true, due: true });
    });
  };

  const offer = async (drop: Drop): Promise<'taken' | 'incomplete'> => {
    const { file, text } = drop;
    // Whoever starts next finds the file and takes it.
    if (closed) return 'taken';
    try {
      if (text === null) throw tooLarge(file);
      await accept({ file, text }, howOf(drop));
    } catch (error) {
      if (!drop.last && error instanceof UnreadableError) return 'incomplete';
      await reject(file, text ?? '', error, context);
    }
    return 'taken';
  };

  return {
    offer,
    accept: (source) =>
      accept(source, 'dropped').catch(async (error: unknown) => {
        // It stands in the folder like any other that is bad.
        await reject(source.file, source.text, error, context);
        throw error;
      }),
    resume: (runId) =>
      inTurn(async () => {
        const submission = await context.runner.resume(runId);
        context.log('info', submission.message);
        if ('execution' in submission) void context.queue.add(submission.execution);
        return submission;
      }),
    async close() {
      closed = true;
      await last;
    },
  };
}

function howOf({ present, due }: Drop): How {
  if (due) return 'due';
  return present ? 'present' : 'dropped';
}

/** The file as a whole cannot be read, as when its writer is not done. */
class UnreadableError extends Error {}

async function takeJob(
  source: JobSource,
  how: How,
  { reader, list, log, ...context }: IntakeContext,
): Promise<JobEntry> {
  const { file, text } = source;
  const present = how === 'present';
  const what = await reader.read(text, file).catch((error: unknown) => {
    throw looksCut(error) ? new UnreadableError((error as Error).message, { cause: error }) : error;
  });
  const enter = (fields: Omit<JobEntry, 'file'>): JobEntry => {
    log('info', `${file}: ${fields.message}`);
    const entry = { file, ...fields };
    list.set(entry, text);
    return entry;
  };
  context.scheduled(file, what.kind === 'job' ? (what.job.schedule ?? null) : null, how);
  if (what.kind === 'other') {
    return enter({ state: 'not-a-job', run: null, message: `${what.what}, not a job` });
  }
  const { job } = what;
  const before = present ? await lastRun(context.store, job.name, source) : null;
  const settled = before === null ? null : settledBefore(before, job);
  if (before !== null && settled !== null) {
    return enter({ state: settled.state, run: before.id, message: settled.message });
  }
  const deleted = present && before === null ? await deletedRun(context.store, source) : null;
  if (deleted !== null) {
    const message = `Its run ${deleted} was deleted; drop the job again to run it`;
    return enter({ state: 'stopped', run: null, message });
  }
  if (!present) refuseFull(file, context);
  const submission = await submit(source, { job, before }, context).catch((error: unknown) => {
    throw error instanceof InputError ? locateProblems(error, source) : error;
  });
  const { kind, record, message } = submission;
  const state = kind === 'complete' || kind === 'running' ? kind : 'queued';
  const entry = enter({ state, run: record.id, message });
  if ('execution' in submission) void context.queue.add(submission.execution);
  return entry;
}

/** A run that was cut off goes on; a daemon's start is no time at which a job is due. */
async function submit(
  source: JobSource,
  { job, before }: { readonly job: Job; readonly before: RunRecord | null },
  { runner }: Pick<IntakeContext, 'runner'>,
): Promise<Submission> {
  if (before === null) return await runner.submit(job, source);
  if (job.resume === false) return await runner.resume(before.id);
  if (job.schedule === undefined) return await runner.submit(job, source);
  // Where its strategy or data changed meanwhile, there is nothing left to go on with.
  return await runner.resume(before.id).catch(() => runner.submit(job, source));
}

/** A study that was deleted must not come back with the next start of the daemon. */
function deletedRun({ root }: Pick<RunStore, 'root'>, source: JobSource): Promise<string | null> {
  return openStudyTrash(root).runOf(source);
}

/** Why a job that was there when the daemon started needs nothing; null where it does. */
function settledBefore(
  { id, state, reason }: RunRecord,
  job: Job,
): Pick<JobEntry, 'state' | 'message'> | null {
  if (state === 'stopped' && reason === STOPPED_BY_USER) {
    return { state, message: `Run ${id} was stopped by the user; drop the job again to resume it` };
  }
  const ended = state === 'complete' || state === 'failed';
  if (job.schedule !== undefined && ended) {
    return { state, message: `Run ${id} is ${state}; it runs again when it is due` };
  }
  if (job.resume !== true && ended) {
    return { state, message: `Run ${id} is ${state}; drop the job again for a new run` };
  }
  return null;
}

async function reject(
  file: string,
  text: string,
  error: unknown,
  { list, log, errorFiles }: IntakeContext,
): Promise<void> {
  const message = messageOf(error);
  log('error', message);
  // The file first: whoever sees the state may look for it at once.
  await errorFiles.write(file, message).catch((cause: Error) => log('error', cause.message));
  const problems = error instanceof InputError ? { problems: error.problems } : {};
  list.set({ file, state: 'rejected', run: null, message, ...problems }, text);
}

/** Each run that waits has a folder already, and nobody looks at the ten-thousandth. */
function refuseFull(
  file: string,
  { queue, mostQueued }: Pick<IntakeContext, 'queue' | 'mostQueued'>,
): void {
  const waiting = queue.records().filter(({ state }) => state === 'queued').length;
  if (waiting < mostQueued) return;
  const wanted = `fewer than ${mostQueued} runs that wait; drop it again when some have started`;
  throw new InputError(`Cannot take job "${file}"`, [
    { path: '', wanted, found: `${waiting} of them` },
  ]);
}

function looksCut(error: unknown): boolean {
  return error instanceof InputError && error.problems.every(({ path }) => path === '');
}

function tooLarge(file: string): InputError {
  return new InputError(`Cannot read job "${file}"`, [
    { path: '', wanted: 'a file of at most 8 MB', found: 'a larger one' },
  ]);
}
