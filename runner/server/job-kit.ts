import type { PreparedBars } from '../domain/bar-preparation.ts';
import type { DataListing } from '../domain/data-listing.ts';
import type { Job } from '../domain/job.ts';
import type { JobInfo } from '../domain/job-info.ts';
import type { Change } from '../job/edit-document.ts';
import type { JobReader } from '../job/job-reader.ts';

/** What a server needs to tell of jobs before they run, handed in by the composition root. */
export interface JobKit {
  readonly reader: JobReader;
  /** Stages with the most evaluations of each. @throws InputError where it cannot be planned */
  plan(job: Job): PlanOutline;
  /** What has to change in a job's file so that it may make so many evaluations. */
  larger(job: Job, evaluations: number): readonly Change[];
  /** Looks at a job's data and measures for so many seconds how fast it is evaluated. */
  inspect(job: Job, seconds: number): Promise<JobInfo>;
  /** Bars that `leantune prepare` wrote. */
  prepared(): Promise<readonly PreparedBars[]>;
  /** Folders in LEAN's layout that jobs may name, by the word or path by which they do. */
  readonly dataFolders: Readonly<Record<string, string>>;
  /** Looks through one of them, apart from this thread. */
  listData(folder: string): Promise<DataListing>;
  /** Jobs to start from. */
  readonly exampleFolder: string;
}

/** Counts are Infinity where only time ends them. */
export interface PlanOutline {
  /** Sets of the space, exactly; null where continuous. */
  readonly size: bigint | null;
  /** Of one search. */
  readonly evaluations: number;
  readonly stages: readonly {
    readonly name: string;
    readonly sampler: string;
    readonly enabled: boolean;
    readonly budget: number;
  }[];
}
