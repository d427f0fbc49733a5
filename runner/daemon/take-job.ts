import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { JobSchedule } from '../domain/schedule.ts';
import type { JobReader } from '../job/job-reader.ts';
import { locateProblems } from '../job/located-problems.ts';
import type { RunStore } from '../run/run-store.ts';
import type { JobSource, Runner, Submission } from '../run/runner.ts';
import { openStudyTrash } from '../run/study-trash.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { JobEntry, JobList } from './job-list.ts';
import { lastRun } from './last-run.ts';
import type { RunQueue } from './run-queue.ts';

/** The reason of a run that somebody stopped; a restart leaves such a run alone. */
export const STOPPED_BY_USER = 'stopped by the user';

/** How a job got here. */
export type How = 'dropped' | 'present' | 'due';

export interface TakeContext {
  readonly reader: Pick<JobReader, 'read'>;
  readonly runner: Pick<Runner, 'submit' | 'resume'>;
  readonly store: Pick<RunStore, 'list' | 'folder' | 'root'>;
  readonly list: JobList;
  readonly queue: RunQueue;
  readonly log: DaemonLog;
  /** The most runs that may wait; those there at the start are taken all the same. */
  readonly mostQueued: number;
  /** Told when each job wants to be run again, before it is taken. */
  scheduled(file: string, schedule: JobSchedule | null, how: How): void;
}

/** The file as a whole cannot be read, as when its writer is not done. */
export class UnreadableError extends Error {}

/**
 * Makes a run of a job, or says why it needs none.
 * @throws UnreadableError where the file is cut short; InputError where it is no good
 */
export async function takeJob(
  source: JobSource,
  how: How,
  { reader, list, log, ...context }: TakeContext,
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
  { runner }: Pick<TakeContext, 'runner'>,
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

/** Each run that waits has a folder already, and nobody looks at the ten-thousandth. */
function refuseFull(
  file: string,
  { queue, mostQueued }: Pick<TakeContext, 'queue' | 'mostQueued'>,
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
