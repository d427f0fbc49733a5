import type { RunRecord } from '../domain/run-record.ts';
import type { JobSource } from '../run/runner.ts';

/** What is to be run: a job, or a run that was cut off. */
export type Order =
  | { readonly kind: 'job'; readonly source: JobSource }
  | { readonly kind: 'resume'; readonly id: string };

/** A run that has ended, and how it came to this process. */
export interface EndedRun {
  readonly record: RunRecord;
  readonly message: string;
}
