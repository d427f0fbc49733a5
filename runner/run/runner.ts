import type { Job } from '../domain/job.ts';
import type { PreflightRow } from '../domain/preflight.ts';
import type { RunListener } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';

/** Where a job came from; its text is kept in the run folder as it was. */
export interface JobSource {
  /** Name of the job file, such as `spy.json`. */
  readonly file: string;
  readonly text: string;
}

/** A run in this process. It starts once; its record is always the newest. */
export interface RunExecution {
  readonly record: RunRecord;
  /** Resolves when the run has ended, whatever the end; the record's state tells which. */
  start(listener: RunListener): Promise<RunRecord>;
  /** Lets what is in flight end, then stops. */
  drain(reason: string): void;
  /** Stops at once; what was in flight is asked again on resume. */
  abort(reason: string): void;
}

export type Submission =
  | {
      /** `running`: this process is at it already. */
      readonly kind: 'complete' | 'running';
      readonly record: RunRecord;
      readonly message: string;
    }
  | {
      readonly kind: 'new' | 'resume';
      readonly record: RunRecord;
      /** Says which run is resumed, or what differs from the last run of this job. */
      readonly message: string;
      readonly execution: RunExecution;
      /** What each symbol finds of its data. */
      readonly preflight?: readonly PreflightRow[];
    };

/** Turns jobs into runs. */
export interface Runner extends AsyncDisposable {
  /**
   * Checks the job against strategy and data and finds the run that it belongs to: an unfinished
   * one with the same identity is resumed, a finished one is `complete` (or resumed where the
   * budget grew), else a new run folder is made.
   * @throws InputError where strategy, data or space cannot be used
   */
  submit(job: Job, source: JobSource): Promise<Submission>;
  /** Resumes a run by id with the job in its folder. @throws InputError where it cannot be */
  resume(id: string): Promise<Submission>;
}
