import { InputError, messageOf } from '../domain/errors.ts';
import type { JobSource, Submission } from '../run/runner.ts';
import type { ErrorFiles } from './error-file.ts';
import type { JobEntry } from './job-list.ts';
import { type How, type TakeContext, takeJob, UnreadableError } from './take-job.ts';
import { type Drop, MAX_JOB_BYTES } from './watcher.ts';

export interface IntakeContext extends TakeContext {
  readonly errorFiles: ErrorFiles;
}

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

function tooLarge(file: string): InputError {
  const wanted = `a file of at most ${MAX_JOB_BYTES / 2 ** 20} MB`;
  return new InputError(`Cannot read job "${file}"`, [{ path: '', wanted, found: 'a larger one' }]);
}
