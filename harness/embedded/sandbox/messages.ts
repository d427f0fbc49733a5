import type { Problem } from '../../../runner/domain/errors.ts';
import type { DateRange } from '../../../runner/domain/evaluation.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { Milestones } from '../../../runner/domain/milestones.ts';
import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';
import type { Preflight } from '../../../runner/domain/preflight.ts';
import type { Variation } from '../../../runner/domain/variation.ts';
import type { Segment } from '../data/segment.ts';

/*
 * What the runner and its sandbox say to each other: one JSON object a line, requests on the
 * sandbox's stdin, answers on its descriptor 3. Parameters and metrics travel as columns, names
 * once and values flat, since a chunk holds thousands of backtests of some 20 µs each; an answer with
 * results is followed by its numbers as bytes, which text would make three times as long.
 */

/** Given to the sandbox as its argument. */
export interface SandboxSettings {
  readonly projectRoot: string;
  /** Where columns of bars may lie that were decoded before. */
  readonly columnFolder: string;
  readonly slots: number;
  /** The most a backtest may take. */
  readonly timeoutMs: number;
  /** The most the heap of a slot's thread may hold. */
  readonly memoryLimitMb: number;
}

export type SandboxRequest =
  | { readonly type: 'setup'; readonly setup: number; readonly spec: BacktestSetup }
  | PrepareRequest
  | RunRequest
  | { readonly type: 'cancel'; readonly task: number };

/** Loads data and strategy of a setup in a slot. */
export interface PrepareRequest {
  readonly type: 'prepare';
  /** Never used twice, also by the sandboxes that follow this one. */
  readonly task: number;
  readonly slot: number;
  readonly setup: number;
}

/** Backtests for one slot, one after the other. */
export interface RunRequest {
  readonly type: 'run';
  readonly task: number;
  readonly slot: number;
  readonly setup: number;
  readonly detail: 'metrics' | 'full';
  readonly count: number;
  readonly names: readonly string[];
  /** By name: the values that occur; null where a set lacks the parameter. */
  readonly levels: readonly (readonly (ParameterValue | null)[])[];
  /** `count` × `names` places in `levels`, 32-bit integers in base64. */
  readonly codes: string;
  /** Where the backtests say how they stand and may be given up. */
  readonly milestones?: Milestones;
}

export type SandboxAnswer =
  | { readonly type: 'ready' }
  /** Data is being read: memory may rise over the limit until `loaded`. */
  | { readonly type: 'loading' }
  | { readonly type: 'loaded'; readonly sharedBytes: number }
  | PreparedAnswer
  | RefusedAnswer
  | ResultsAnswer
  | StuckAnswer
  | { readonly type: 'log'; readonly text: string }
  /** Samples of what backtests were at: the time they stand for, and the strategy's part of it. */
  | { readonly type: 'sampled'; readonly measuredMs: number; readonly strategyMs: number };

/** What the sandbox knows of a setup; the runner hashes the files. */
export interface SandboxPreparation {
  readonly bars: number;
  readonly available: DateRange | null;
  /** Absent where there is no data folder. */
  readonly preflight?: Preflight | undefined;
  readonly warnings: readonly string[];
  readonly defaults: Readonly<Record<string, ParameterValue>>;
  /** Parameters, outermost first, where sets share steps. */
  readonly sharing?: readonly string[] | undefined;
  /** What the strategy measures apart from the whole. */
  readonly variations?: readonly Variation[] | undefined;
  readonly strategyFiles: readonly string[];
  readonly dataFiles: readonly string[];
  /** Bars that had to be decoded, since nobody has kept their columns yet. */
  readonly uncached: readonly Segment[];
}

export interface PreparedAnswer {
  readonly type: 'prepared';
  readonly task: number;
  readonly preparation: SandboxPreparation;
}

/** An InputError of the setup that a task needs. */
export interface RefusedAnswer {
  readonly type: 'refused';
  readonly task: number;
  readonly action: string;
  readonly problems: readonly Problem[];
}

/** Outcomes of the requests `from`, `from` + 1, … of a run, as many as `ms` holds. */
export interface ResultsAnswer {
  readonly type: 'results';
  readonly task: number;
  readonly from: number;
  readonly ms: ArrayLike<number>;
  readonly names: readonly string[];
  /** A value for each outcome and name; NaN where absent. */
  readonly values: Float64Array;
  /** The failed ones, by position in this answer. */
  readonly failures: Readonly<Record<number, Failure>>;
  /** LEAN's result JSON by position in this answer, where full detail was asked for. */
  readonly results: Readonly<Record<number, string>>;
  /** By position, where the run has milestones. */
  readonly standings?: Readonly<Record<number, readonly number[]>>;
  /** Positions of those that were given up at the last of their standings. */
  readonly pruned?: readonly number[];
  /** Names of the parameters that the strategy has asked for so far in this slot. */
  readonly read: readonly string[];
}

/**
 * The line of a results answer: `count` outcomes, whose `ms` and then `values` follow it as `floats`
 * doubles in the machine's own order.
 */
export interface ResultsLine extends Omit<ResultsAnswer, 'ms' | 'values'> {
  readonly count: number;
  readonly floats: number;
}

export interface Failure {
  readonly error: string;
  readonly retriable: boolean;
}

/** A thread does not end although told to; the sandbox ends itself after this answer. */
export interface StuckAnswer {
  readonly type: 'stuck';
  /** The task that the thread was at, or -1 where nobody waits for it any more. */
  readonly task: number;
  readonly index: number;
  readonly error: string;
}
