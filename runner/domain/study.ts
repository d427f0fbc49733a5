import type { Evaluation } from './evaluation.ts';
import type { RunState, SearchStart } from './run-record.ts';

/** What people add to a study. */
export interface StudyNotes {
  /** The name that it was given since; null where it has the one that jobs use. */
  readonly title: string | null;
  readonly tags: readonly string[];
  /** Markdown. */
  readonly note: string;
  readonly archived: boolean;
}

/** The best of one symbol over all runs of a study. */
export interface StudyBest {
  readonly run: string;
  readonly symbol: string;
  readonly folder: string;
  readonly evaluation: Evaluation;
}

/** What a list of studies shows. */
export interface StudySummary extends StudyNotes {
  /** As jobs name it. */
  readonly name: string;
  /** Of the newest run, or of one that is under way. */
  readonly state: RunState;
  readonly runs: number;
  readonly strategies: readonly string[];
  readonly symbols: readonly string[];
  /** Backtests; what was answered from earlier runs is not among them. */
  readonly evaluations: number;
  /** Time spent running, over all runs. */
  readonly seconds: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** The best of each symbol, in the order of symbols. */
  readonly bests: readonly StudyBest[];
  /** Whether all of its figures are measured alike: same data, dates, cash and fitness. */
  readonly alike: boolean;
}

/** One search of one of its runs. */
export interface StudySearch {
  readonly symbol: string;
  readonly folder: string;
  readonly first_id: number;
  readonly evaluations: number;
  readonly best: Evaluation | null;
  /** Absent in runs of older versions. */
  readonly start?: SearchStart;
}

export interface StudyRun {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly strategy: string;
  readonly fitness: string | null;
  readonly samplers: readonly string[];
  readonly seed: number;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly seconds: number;
  readonly evaluations: number;
  /** Asks that earlier runs of the study had answered; null where its journal cannot be read. */
  readonly answered: number | null;
  readonly searches: readonly StudySearch[];
}

/** How the best of a symbol rose over the runs of a study. */
export interface StudyCourse {
  readonly symbol: string;
  readonly total: number;
  /** Improvements: [evaluations of the study until then, fitness]. */
  readonly best: readonly (readonly [number, number])[];
  /** Where each run begins: evaluations of the study before it. */
  readonly borders: readonly { readonly run: string; readonly after: number }[];
}

export interface Study extends StudySummary {
  /** Oldest first. */
  readonly history: readonly StudyRun[];
  readonly courses: readonly StudyCourse[];
}

/** A study that was deleted and can be had again. */
export interface DeletedStudy {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly deleted_at: string;
  readonly runs: readonly string[];
}
