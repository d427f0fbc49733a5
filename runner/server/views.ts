// Long since it is one table: what each path of the API answers with.
import type { Convergence } from '../analysis/convergence.ts';
import type { Importance } from '../analysis/importance.ts';
import type { Stability } from '../analysis/stability.ts';
import type { BenchSummary } from '../bench/summary.ts';
import type { JobEntry } from '../daemon/job-list.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Job, Objective } from '../domain/job.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { Candidate } from '../promote/candidate.ts';
import type { Promotion, RecordedPromotion } from '../promote/promotion-record.ts';
import type { ChosenRows } from '../report/chosen-rows.ts';
import type { ConstraintsView } from '../report/constraint-misses.ts';
import type { HeatMap } from '../report/heat-map.ts';
import type { HypervolumeCourse } from '../report/hypervolume-course.ts';
import type { SearchCourse } from '../report/search-course.ts';
import type { SearchSample } from '../report/search-sample.ts';
import type { SlotTimeline } from '../report/slot-timeline.ts';
import type { RunSummary } from './run-summary.ts';

/** `GET /api/health` */
export interface HealthView {
  readonly status: 'ok';
  readonly version: string;
  readonly started_at: string;
}

/** `GET /api/runs/:run/symbols/:symbol/sample` */
/** `GET /api/runs/:run/symbols/:symbol/heat` */
/** `GET /api/runs/:run/symbols/:symbol/timeline?max=1500&bins=300` */
/** `GET /api/runs/:run/symbols/:symbol/constraints` */
/** `GET /api/runs/:run/symbols/:symbol/hypervolume`: null without several objectives */
/** `GET /api/runs/:run/symbols/:symbol/chosen?where=p fast~2~20&by=m net_pnl&order=most&n=20` */
export type {
  ChosenRows,
  ConstraintsView,
  HeatMap,
  HypervolumeCourse,
  SearchCourse,
  SearchSample,
  SlotTimeline,
};

/** `GET /api/runs`: newest first. */
export interface RunsView {
  readonly runs: readonly RunRecord[];
  /** Folders that could not be read, and why. */
  readonly broken: readonly { readonly id: string; readonly reason: string }[];
  /** What people added, by run; runs without anything are absent. */
  readonly annotations: Readonly<Record<string, AnnotationsView>>;
}

/** `GET /api/run-summaries`: newest first. */
export interface RunSummariesView {
  readonly runs: readonly RunSummary[];
  /** Folders that could not be read, and why. */
  readonly broken: RunsView['broken'];
  /** What people added, by run; runs without anything are absent. */
  readonly annotations: Readonly<Record<string, SummaryNotes>>;
  /** What people call studies, by the names that jobs use; those without are absent. */
  readonly titles: Readonly<Record<string, string>>;
}

/** `moved` in the stream of one run: some run was deleted or brought back. */
export interface MovedEvent {
  /** Whether the stream's own is away. */
  readonly gone: boolean;
}

/** An event of the list of runs: the notes of a study changed. */
export interface StudyEvent {
  readonly study: string;
  readonly title: string | null;
}

export interface SummaryNotes {
  readonly tags: readonly string[];
  readonly archived: boolean;
  /** Whether there is a note. */
  readonly noted: boolean;
}

/** An event of the list of runs; in that of one run it is the whole `AnnotationsView`. */
export interface NotesEvent extends SummaryNotes {
  readonly run: string;
}

/** Also the answer to `PATCH /api/runs/:run/annotations`, which takes any part of it. */
export interface AnnotationsView {
  readonly tags: readonly string[];
  readonly note: string;
  readonly archived: boolean;
}

/** `GET /api/runs/:run` */
export interface RunView {
  readonly record: RunRecord;
  readonly job: Job;
  /** Name of the job's file in the run's folder, as it was dropped; absent where it is not known. */
  readonly file?: string;
}

/**
 * One evaluation as a mark: [id, fitness or null, stage position, status].
 * Status: 0 complete, 1 invalid, 2 failed, 3 pruned.
 */
export type Point = readonly [number, number | null, number, 0 | 1 | 2 | 3];

/**
 * `GET /api/runs/:run/symbols/:symbol/points?max=5000`: the evaluations of the search, thinned
 * evenly to at most `max`, and every improvement of the best.
 */
export interface PointsView {
  readonly total: number;
  readonly stages: readonly string[];
  readonly points: readonly Point[];
  readonly best: readonly (readonly [number, number])[];
}

/** `GET /api/runs/:run/symbols/:symbol/top?n=20`: best first, valid sets only. */
export interface TopView {
  readonly rows: readonly Evaluation[];
}

/**
 * `GET /api/runs/:run/symbols/:symbol/front?max=500`: the sets of which none is better in every
 * objective, most of the first objective first; empty where the job names no objectives.
 */
export interface FrontView {
  readonly objectives: readonly Objective[];
  /** Sets on the front, of which `rows` are at most `max`, evenly chosen. */
  readonly total: number;
  readonly rows: readonly Evaluation[];
}

/**
 * `GET /api/courses?searches=RUN/FOLDER,…`: how each of at most 20 searches went, in the order
 * asked; null where one cannot be read.
 */
export interface CoursesView {
  readonly courses: readonly (SearchCourse | null)[];
}

/**
 * `GET /api/runs/:run/symbols/:symbol/best?of=SYMBOL&max=100000&benchmark=1`: the best evaluation with its
 * curves, each of at most `max` points. Times are Unix seconds, equity in account currency, drawdown
 * in percent (0 or below). `of` names a symbol of a shared search; without it the curves are those
 * of its first one.
 */
export interface BestView {
  readonly evaluation: Evaluation | null;
  readonly equity: readonly (readonly [number, number])[];
  readonly drawdown: readonly (readonly [number, number])[];
  /** The sign of the account's currency, such as `$`; empty where the result names none. */
  readonly currency: string;
  /** The benchmark's price over the same time, where it was asked for. */
  readonly benchmark?: readonly (readonly [number, number])[];
  /** LEAN's statistics by name, as LEAN prints them. */
  readonly statistics: Readonly<Record<string, string>>;
  /** The same on the holdout, where there is one and the run has ended. */
  readonly holdout: Omit<BestView, 'holdout'> | null;
}

/**
 * `GET /api/runs/:run/symbols/:symbol/convergence?max=1000`: how the search came to its best. Of
 * more than `max` generations an even choice is told, the last one included.
 */
export type ConvergenceView = Convergence;

/** `GET /api/runs/:run/symbols/:symbol/analysis`: what the search tells of its parameters. */
export interface AnalysisView {
  /** Those that were read. */
  readonly evaluations: number;
  /** Null where there is too little to learn from. */
  readonly importance: Importance | null;
  /** Null where no set is valid. */
  readonly stability: Stability | null;
}

/**
 * `GET /api/samplers-bench?settings=default&batch=1`: how the samplers did on test problems; null
 * where nobody had them measured. Without a query: defaults, one set at a time, if there are such.
 */
export interface SamplersBenchView {
  readonly bench: BenchSummary | null;
}

/** `GET /api/runs/:run/log?tail=200`: oldest first. */
export interface LogView {
  readonly lines: readonly {
    readonly at: string;
    readonly level: 'info' | 'warn' | 'error';
    readonly message: string;
  }[];
}

/** `GET /api/jobs`: the drop folder. */
export interface JobsView {
  /** Those that wait have their place in the queue, counted from 1. */
  readonly jobs: readonly (JobEntry & { readonly place?: number })[];
}

/** `POST /api/jobs`, which takes `{file, text}`: what became of the job. */
export type DropView = JobEntry;

/** `POST /api/runs/:run/stop` and `/resume` */
export interface ActionView {
  readonly run: string;
  readonly message: string;
}

/** `GET /api/promotions`: promotions oldest first, ids of candidates newest first. */
export interface PromotionsView {
  readonly promotions: readonly RecordedPromotion[];
  readonly candidates: readonly string[];
}

/** `POST /api/runs/:run/stage`, which takes `{symbol?, evaluation?}` */
export interface CandidateView {
  readonly candidate: Candidate;
}

/** `POST /api/promotions`, which takes `{candidate, to, why?, force?}` */
export interface PromotedView {
  readonly file: string;
  /** Null where the file held the very same already. */
  readonly promotion: Promotion | null;
}

/** Problem details, RFC 9457: the body of every error answer. */
export interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly problems?: readonly {
    readonly path: string;
    readonly wanted: string;
    readonly found: string;
  }[];
}

/** What the slots of a run are at. */
export type SlotsEvent = Omit<Extract<RunEvent, { readonly type: 'slots' }>, 'type' | 'run'>;

/**
 * Server-sent events. `GET /api/events` sends `run` (a RunRecord, or with `?runs=summary` a
 * RunSummary, at most twice a second per run)
 * and `jobs` (a JobsView) to the history page; `GET /api/runs/:run/events` sends `run`,
 * `points` ({symbol, total, points, best}: those new since the last, of a large search as many as
 * are drawn), `top` ({symbol, rows}) and `best` ({symbol}: fetch it again), each at most 4 times a
 * second, `slots` (a SlotsEvent, once a second while it runs), and `log`.
 */
export interface PointsEvent {
  readonly symbol: string;
  readonly total: number;
  readonly points: readonly Point[];
  readonly best: readonly (readonly [number, number])[];
}
