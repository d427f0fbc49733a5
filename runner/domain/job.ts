import type { DateRange } from './evaluation.ts';
import type { BacktestSetup } from './executor.ts';
import type { StandingMeasure } from './milestones.ts';
import type { NoticeKind } from './notice.ts';
import type { ParameterSet } from './parameter-set.ts';
import type { JobSchedule } from './schedule.ts';
import type { ParameterDefinition } from './space.ts';

/** A plug-in named in a job, with its checked options. */
export interface PluginChoice {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface StageDefinition {
  /** Unique within the job. */
  readonly name: string;
  readonly enabled: boolean;
  readonly sampler: PluginChoice;
  /** A seed of its own in place of the job's. */
  readonly seed?: number;
  /** True: its sampler is told and asked as backtests end, so that no slot waits for the slowest. */
  readonly async?: boolean;
  /** False where none of its backtests is given up, though the job prunes. */
  readonly pruning?: false;
}

/** How backtests that look hopeless are given up before their end. */
export interface PruningSettings {
  readonly pruner: 'median' | 'percentile' | 'successive_halving';
  readonly measure: StandingMeasure;
  /** Evaluations to compare with before any is given up. */
  readonly startup: number;
  /** Share of the days before the first look. */
  readonly warmUp: number;
  /** Share of the days between two looks; of `median` and `percentile`. */
  readonly interval: number;
  /** Those below it are given up; of `percentile`. */
  readonly percentile: number;
  /** One in so many goes on from each look to the next; of `successive_halving`. */
  readonly reduction: number;
  /** Sets that samplers which do not learn ask for at once, so that thresholds can rise in between. */
  readonly batch: number;
}

export interface Constraint {
  readonly metric: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly value: number;
}

/** One of several things to search for at once; the metric's value counts as measured. */
export interface Objective {
  readonly metric: string;
  readonly direction: 'maximize' | 'minimize';
}

/** Defaults stand where a setting is absent. */
export interface OutputSettings {
  /** Metrics that rank sets, each scaled over the ranked sets, and their weights. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Sets with fewer trades are not ranked. */
  readonly minTrades?: number;
  /** Whether an Excel workbook is written, too. */
  readonly excel?: boolean;
  /** Absolute path of a folder that gets a folder for each symbol; `reports` in the run where absent. */
  readonly folder?: string;
}

/** Where word of a run is sent, and of what. */
export interface NotificationSettings {
  readonly channel: PluginChoice;
  readonly on: readonly NoticeKind[];
  /** Evaluations between two notices of progress. */
  readonly every: number;
  /** The least between two notices of progress, or two of a new best. */
  readonly minSeconds: number;
  /** The text, with names in double braces; our own words where absent. */
  readonly template?: string;
  /** Says what would be sent, and sends nothing. */
  readonly dryRun: boolean;
}

export interface Budget {
  /** Over all stages of a symbol; absent: what the stages say. */
  readonly evaluations?: number;
  /** Wall time of the run; a stop, never a change of results. */
  readonly seconds?: number;
}

/** Parameters that a search is compared with. */
export interface JobBaseline {
  /** Where they come from: `defaults`, `given`, or the name of a file. */
  readonly label: string;
  /** Null where they are the strategy's own defaults. */
  readonly params: ParameterSet | null;
}

/** A job with defaults and the contents of the files it names in place: `job.resolved.json`. */
export interface Job {
  readonly name: string;
  readonly study: string | null;
  readonly tags: readonly string[];
  readonly executor: PluginChoice;
  readonly symbols: readonly string[];
  /** `each`: every symbol has a search of its own; `shared`: one set serves all of them. */
  readonly mode: 'each' | 'shared';
  /** How a shared set's fitness follows from its fitness on each symbol. */
  readonly sharedFitness: 'median' | 'mean' | 'worst';
  /** How many symbols are searched at the same time; they share the slots. */
  readonly symbolsParallel: number;
  /** The setup of every symbol, but for symbol; `dates` excludes the holdout. */
  readonly backtest: Omit<BacktestSetup, 'symbol'>;
  readonly holdout: DateRange | null;
  readonly parameters: readonly ParameterDefinition[];
  readonly rules: readonly string[];
  readonly fitness: PluginChoice;
  readonly constraints: readonly Constraint[];
  /** Two or more, where a front of sets is searched for; `fitness` still ranks the one best. */
  readonly objectives?: readonly Objective[];
  readonly stages: readonly StageDefinition[];
  /** Every backtest runs to its end where absent. */
  readonly pruning?: PruningSettings;
  readonly seed: number;
  readonly slots: number;
  /** Of which evaluations LEAN's whole result is kept, or of how many of the best; the best's alone where absent. */
  readonly keepResults?: 'none' | 'best' | 'all' | number;
  /** What its files ask for and leantune does otherwise; said when the run starts. */
  readonly notes?: readonly string[];
  readonly budget: Budget;
  /** Nobody is sent word where absent. */
  readonly notify?: readonly NotificationSettings[];
  /** What is written of the results, and how its sets are ranked. */
  readonly outputs?: OutputSettings;
  /** The most backtests that a slot is handed at a time; as many as suit the executor where absent. */
  readonly chunkSize?: number;
  /** Evaluations between two checkpoints, of which there is at most one a second; 100 where absent. */
  readonly checkpointEvery?: number;
  readonly timeoutSeconds: number;
  /** The job states none: it is what holds until backtests have shown what they take. */
  readonly timeoutMeasured?: boolean;
  readonly memoryLimitMb: number;
  /** How often a backtest is tried before it counts as failed. */
  readonly attempts: number;
  /**
   * What the best is compared with, evaluated before the search; null: nothing. Where absent, the
   * defaults that the strategy declares.
   */
  readonly baseline?: JobBaseline | null;
  /** False: the best is not backtested again by a fresh process or container at the end. */
  readonly verify?: boolean;
  /**
   * False asks for a new run even where one with the same identity exists, `unfinished` where that
   * one is complete.
   */
  readonly resume: boolean | 'unfinished';
  /** When a daemon runs it again; it is run once where absent. */
  readonly schedule?: JobSchedule;
  /** Ranges that end on this day end on the last day of data instead, once that is known. */
  readonly latest?: string;
}
