import type { DateRange, Evaluation } from './evaluation.ts';
import type { TimeSplit } from './time-split.ts';
import type { Verification } from './verification.ts';

export type RunState =
  | 'queued'
  | 'compiling'
  | 'running'
  | 'paused'
  | 'stopping'
  | 'stopped'
  | 'complete'
  | 'failed';

/** What decides whether two jobs are the same search; each part is a hash. */
export type Identity = Readonly<Record<'strategy' | 'data' | 'search', string>>;

export interface StageProgress {
  readonly name: string;
  readonly sampler: string;
  readonly state: 'waiting' | 'running' | 'complete' | 'stopped' | 'off';
  readonly evaluations: number;
  /** The most evaluations the stage may make; null where nothing bounds it. */
  readonly budget: number | null;
  readonly duplicates: number;
  /** Best fitness at the end of the stage, all stages before it included; null where none is valid. */
  readonly best: number | null;
  readonly seconds: number;
}

export interface Counts {
  readonly evaluations: number;
  readonly complete: number;
  readonly invalid: number;
  readonly failed: number;
  readonly pruned: number;
  readonly duplicates: number;
  /** Lines that could not be read back and were set aside. */
  readonly rejected_lines: number;
}

export interface UnreadParameter {
  readonly name: string;
  /** The nearest name that the strategy did ask for. */
  readonly nearest: string | null;
}

/** How a variation has done so far, over the sets that trade it on purpose, at least once each. */
export interface VariationProgress {
  readonly name: string;
  readonly sets: number;
  /** Of them, those with a total above 0. */
  readonly profitable: number;
  readonly trades: number;
  /** Null where there is no such set. */
  readonly mean_total_r: number | null;
  readonly best_total_r: number | null;
  readonly best_id: number | null;
}

/** What the best is compared with: the parameters that are in use. */
export interface Baseline {
  /** Where they come from: `defaults`, `given`, or the name of a file. */
  readonly label: string;
  /** Its id is 0: it stands before the search and takes no part in it. */
  readonly evaluation: Evaluation;
}

/** What pruned backtests did not run. */
export interface Spared {
  /** In whole backtests: the sum of the shares of days that were not run. */
  readonly backtests: number;
  /** What they would have taken, at the pace of what was run of each. */
  readonly seconds: number;
}

/** Why sets came to nothing. */
export interface Fruitless {
  /** How many invalid sets missed each limit, by its name. */
  readonly missed: Readonly<Record<string, number>>;
  /** Backtests without a single order. */
  readonly orderless: number;
  /** The one with the lowest number of those that failed. */
  readonly failure: { readonly id: number; readonly error: string } | null;
}

export interface SymbolProgress {
  readonly symbol: string;
  /** Name of the symbol's folder inside the run. */
  readonly folder: string;
  readonly state: RunState;
  readonly stages: readonly StageProgress[];
  readonly counts: Counts;
  readonly best: Evaluation | null;
  /** What pruning has spared; absent where nothing was pruned. */
  readonly spared?: Spared;
  /** Absent where every set was valid, and in records of older versions. */
  readonly fruitless?: Fruitless;
  /** The best set on the holdout, evaluated once at the end. */
  readonly holdout: Evaluation | null;
  /** Evaluated before the search; absent where nothing is known to compare with. */
  readonly baseline?: Baseline | undefined;
  /** Sets that were backtested once more by a fresh process or container, oldest first. */
  readonly verified?: readonly Verification[] | undefined;
  /** Improvements of the best: [id, fitness], thinned to at most 60. */
  readonly curve: readonly (readonly [number, number])[];
  /** Over all resumes; absent in records of older versions. */
  readonly time?: TimeSplit;
  /** Tuned parameters that the strategy never asked for, each with the name it may have meant. */
  readonly unread?: readonly UnreadParameter[];
  /** Only where the strategy measures variations. */
  readonly variations?: readonly VariationProgress[];
}

/** Evaluations of a study that a search cannot use, by why. */
export interface Unused {
  /** Of another strategy, other data, dates, cash or engine. */
  readonly setup: number;
  /** Of a set that is not in the search's space. */
  readonly space: number;
  /** Judged by another fitness, from metrics that their lines do not hold. */
  readonly judged: number;
  /** Failed or pruned: backtested again where they are asked for. */
  readonly unfinished: number;
}

/** Where a search begins, and what it takes over from earlier runs of its study. */
export interface SearchStart {
  /** Hash of all that decides a backtest but the tuned parameters. */
  readonly setup: string;
  /** Hash of what judges its metrics. */
  readonly judged: string;
  /** Id of its first evaluation: numbers go on over the runs of a study. */
  readonly first_id: number;
  /** Evaluations of the study that answer it; they are in its folder as `study.jsonl`. */
  readonly known: number;
  /** The runs that made them. */
  readonly runs: readonly string[];
  readonly unused: Unused;
  /** Evaluations of its budget that its job had made in an earlier run; absent: none. */
  readonly before?: number;
}

/** `run.json`: all that a list of runs shows, and what resume checks. Written atomically. */
export interface RunRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly study: string | null;
  readonly tags: readonly string[];
  readonly state: RunState;
  /** Why the run stopped or failed; null otherwise. */
  readonly reason: string | null;
  readonly strategy: string;
  readonly executor: string;
  readonly dates: DateRange;
  readonly holdout_dates: DateRange | null;
  readonly seed: number;
  readonly slots: number;
  readonly identity: Identity;
  readonly versions: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly updated_at: string;
  readonly ended_at: string | null;
  /** Time spent running, over all resumes. */
  readonly seconds: number;
  readonly evaluations_per_second: number | null;
  /** Resident memory of all its processes, in megabytes, when it was last looked at. */
  readonly memory_mb?: number;
  /** The tickers of the job; absent in records of older versions. */
  readonly tickers?: readonly string[];
  /** Exact number of parameter sets as decimal text; null for a continuous space. */
  readonly space_size: string | null;
  readonly planned_evaluations: number | null;
  readonly symbols: readonly SymbolProgress[];
  /** By search; absent in runs of no study, and in records of older versions. */
  readonly starts?: Readonly<Record<string, SearchStart>>;
  /** The sum over the symbols; absent in records of older versions. */
  readonly time?: TimeSplit;
}
