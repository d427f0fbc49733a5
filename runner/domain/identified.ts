import type { Job } from './job.ts';
import type { Identity } from './run-record.ts';

/** A job with what makes another the same search. */
export interface Identified {
  readonly job: Job;
  readonly identity: Identity;
}
