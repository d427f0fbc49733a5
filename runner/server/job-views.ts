import type { JobEntry } from '../daemon/job-list.ts';
import type { Problem } from '../domain/errors.ts';
import type { DateRange } from '../domain/evaluation.ts';
import type { JobInfo } from '../domain/job-info.ts';

/** `POST /api/jobs/check`, which takes `{file, text}`: nothing is written. */
export interface JobCheckView {
  /** `other`: a file of another kind, which the daemon would not run. */
  readonly kind: 'job' | 'other' | 'faulty';
  /** In a line; null for a job. */
  readonly message: string | null;
  readonly problems: readonly Problem[];
  readonly plan: JobPlanView | null;
}

/** What a job would do; counts are null where only time ends them. */
export interface JobPlanView {
  readonly name: string;
  readonly study: string | null;
  readonly strategy: string;
  readonly executor: string;
  readonly slots: number;
  readonly symbols: readonly string[];
  readonly mode: 'each' | 'shared';
  readonly dates: DateRange;
  readonly holdout: DateRange | null;
  /** How many are tuned. */
  readonly parameters: number;
  /** Sets of the space that keep its rules, as decimal text; null where continuous. */
  readonly grid_size: string | null;
  /** The most evaluations of one search. */
  readonly evaluations: number | null;
  readonly searches: number;
  readonly total: number | null;
  /** The most wall time that the job allows. */
  readonly seconds: number | null;
  /** By the rate of an earlier run of the strategy; null where there is none. */
  readonly expected: { readonly seconds: number; readonly run: string } | null;
  readonly stages: readonly {
    readonly name: string;
    readonly sampler: string;
    readonly enabled: boolean;
    readonly budget: number | null;
  }[];
  readonly notes: readonly string[];
}

/** `POST /api/jobs/inspect`: its data looked at and its rate measured; takes some seconds. */
export type JobInspectView = JobInfo;

/** `GET /api/job-examples` */
export interface JobExamplesView {
  readonly examples: readonly JobText[];
}

/** `GET /api/jobs/:file` and `GET /api/runs/:run/job` */
export interface JobText {
  readonly file: string;
  readonly text: string;
}

/** `POST /api/runs/:run/rerun` and `/budget`: the file that says so and what became of it. */
export type ChangedJobView = JobEntry;

/** `DELETE /api/runs/:run`: where it lies in the trash. */
export interface DeletedRunView {
  readonly run: string;
  readonly name: string;
  readonly deleted_at: string;
}
