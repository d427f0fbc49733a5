import type { DateRange } from './evaluation.ts';
import type { Metrics } from './metrics.ts';
import type { Milestones } from './milestones.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';
import type { Preflight } from './preflight.ts';
import type { Variation } from './variation.ts';

/** Everything about a backtest that is the same for all parameter sets of a search. */
export interface BacktestSetup {
  readonly strategy: string;
  /** What runs the strategy; the embedded engine where absent. */
  readonly engine?: 'embedded' | 'lean';
  readonly symbol: string;
  readonly securityType: 'equity' | 'forex' | 'cfd' | 'crypto';
  /** LEAN's market name, such as `usa`. */
  readonly market: string;
  readonly resolution: 'daily' | 'hour' | 'minute';
  readonly normalization: 'Adjusted' | 'Raw' | 'SplitAdjusted' | 'TotalReturn';
  /**
   * A ticker, `self` for the symbol itself, or `brokerage` for what LEAN takes with the strategy's
   * brokerage model. A strategy that sets a benchmark is measured against that one.
   */
  readonly benchmark: string;
  readonly dates: DateRange;
  readonly cash: number;
  /** Absolute path of a folder in LEAN's data layout. */
  readonly dataFolder: string;
  /** Given to every backtest, never tuned. */
  readonly fixedParameters: Readonly<Record<string, ParameterValue>>;
}

/** One backtest to carry out. `id` is unique among the requests in flight of one executor. */
export interface BacktestRequest {
  readonly id: number;
  readonly setup: BacktestSetup;
  readonly params: ParameterSet;
  /** `full` also asks for the result in the shape of LEAN's result JSON. */
  readonly detail: 'metrics' | 'full';
  /** Where it says how it stands and may be given up; to its end without a word where absent. */
  readonly milestones?: Milestones | undefined;
  /** Id of the evaluation that it is for, by which people know it; absent where there is none. */
  readonly evaluation?: number;
}

/** What a slot is at. */
export interface SlotWork {
  readonly slot: number;
  /** When it took up the request that it is at, in milliseconds since 1970. */
  readonly since: number;
  /** Null between the last answer and the end of the call, and while a setup is prepared. */
  readonly request: BacktestRequest | null;
  /** Requests behind it that the slot was handed with it. */
  readonly behind: number;
}

interface Executed {
  readonly id: number;
  /** Counted from 1, as attempts are. */
  readonly slot: number;
  readonly attempt: number;
  /** Duration of the backtest, without waiting. */
  readonly ms: number;
}

/** A row of metric columns that outcomes which arrived together share; NaN where one is absent. */
export interface MetricRow {
  /** The same list for all outcomes that arrived together. */
  readonly names: readonly string[];
  /** Row after row: a metric stands at `offset` + its place in `names`. */
  readonly values: Float64Array;
  readonly offset: number;
}

export interface CompleteOutcome extends Executed {
  readonly status: 'complete';
  /** May be made when first asked for. */
  readonly metrics: Metrics;
  /** The same metrics, cheaper for who handles a million; absent where the executor has no columns. */
  readonly row?: MetricRow;
  /** LEAN's result JSON as text, where `full` was asked for. */
  readonly result?: string;
  /** Names of the parameters that the strategy has asked for so far; absent where nobody looks. */
  readonly parametersRead?: readonly string[];
  /** Where one evaluation is a backtest on several symbols: the metrics of each. */
  readonly bySymbol?: Readonly<Record<string, Metrics>>;
  /** The same for results. */
  readonly resultBySymbol?: Readonly<Record<string, string>>;
  /**
   * How it stood at each of the request's milestones, but for those after its last bar; absent where
   * what carries it out knows no milestones.
   */
  readonly standings?: readonly number[];
}

/** A backtest that was given up at a milestone, as its request told it to. */
export interface PrunedOutcome extends Executed {
  readonly status: 'pruned';
  /** Of the milestones that it reached; the last one is too low. */
  readonly standings: readonly number[];
  /** The same in words, as a failure has them. */
  readonly error: string;
}

export function prunedOutcome(
  executed: Pick<PrunedOutcome, 'id' | 'slot' | 'attempt' | 'ms'>,
  standings: readonly number[],
): PrunedOutcome {
  const error = `The backtest was given up at milestone ${standings.length}`;
  return { ...executed, status: 'pruned', standings, error };
}

export interface FailedOutcome extends Executed {
  readonly status: 'failed';
  /** The strategy's own stack trace included, where there is one. */
  readonly error: string;
  /** True where the fault was the executor's or the machine's, so that another try may help. */
  readonly retriable: boolean;
}

export type Outcome = CompleteOutcome | PrunedOutcome | FailedOutcome;

/** What an executor knows of a setup before the first backtest; identity and preflight use it. */
export interface Preparation {
  /** Hash of the strategy's sources. */
  readonly strategyHash: string;
  /** Hash of the content of all data files that the setup reads. */
  readonly dataHash: string;
  readonly bars: number;
  /** The days for which there is data, or null where there is none. */
  readonly available: DateRange | null;
  /** What there is of the data folder and what is missing; absent where nobody looks. */
  readonly preflight?: Preflight | undefined;
  /** Each says what is wrong, what was wanted and what was found; the search still starts. */
  readonly warnings: readonly string[];
  /** Values of the strategy's own defaults, for parameters that it declares. */
  readonly defaults: Readonly<Record<string, ParameterValue>>;
  /**
   * Parameters in the order in which a walk of the grid should nest them, outermost (slowest) first,
   * so that sets that stand together share the strategy's steps; absent where nothing is shared.
   * Parameters that are not named come last.
   */
  readonly sharing?: readonly string[] | undefined;
  /** What the strategy measures apart from the whole, in the order to show it; absent: nothing. */
  readonly variations?: readonly Variation[] | undefined;
}

/** What an executor knows of its own time, in milliseconds since it was made. */
export interface ExecutorTiming {
  /** Reading data. */
  readonly loadingMs: number;
  /** Backtests that were looked at more closely: their duration … */
  readonly measuredMs: number;
  /** … and the strategy's part of it. */
  readonly strategyMs: number;
}

/**
 * Carries backtests out, `slots` at a time.
 *
 * `start()` once, then any number of `evaluate()` calls, also at the same time, then dispose (twice
 * is harmless). An executor leaves no process, thread or container behind.
 */
export interface Executor extends AsyncDisposable {
  readonly slots: number;
  /** How many requests one call of `evaluate` should carry just now; grows as backtests get cheaper. */
  readonly chunk: number;
  start(): Promise<void>;
  /** Absent where the executor cannot tell. */
  readonly timing?: (() => ExecutorTiming) | undefined;
  /** Slots that are at work just now, the lowest number first; absent where the executor cannot tell. */
  readonly busy?: (() => readonly SlotWork[]) | undefined;
  /**
   * Checks a setup and fingerprints what it reads.
   * @throws InputError where the strategy, the symbol or the data cannot be used
   */
  prepare(setup: BacktestSetup): Promise<Preparation>;
  /**
   * Runs a chunk of backtests in one slot, waiting for a free one, and yields each outcome once, in
   * any order. A backtest that fails yields a failed outcome and never throws. Rejects with the
   * signal's reason when aborted; the slot is free again then.
   */
  evaluate(requests: readonly BacktestRequest[], signal: AbortSignal): AsyncIterable<Outcome>;
}

/** What every executor is told; what is special to a kind comes from its own options. */
export interface ExecutorContext<Options> {
  readonly options: Options;
  readonly slots: number;
  /** Root of the project; relative paths of strategies start here. */
  readonly projectRoot: string;
  /** A backtest that takes longer has failed. */
  readonly timeoutSeconds: number;
  /**
   * The job states no time-out: `timeoutSeconds` holds until backtests have shown what they take,
   * where the executor measures that.
   */
  readonly timeoutMeasured?: boolean;
  /** Memory of one slot before its worker is killed. */
  readonly memoryLimitMb: number;
  /** Folder for what may be deleted without loss; `.leantune` in the project where absent. */
  readonly cacheFolder?: string;
  /**
   * Hears what strategies print, bounded; dropped where absent. With a level it is the executor's own
   * words, `warn` about results that were given already.
   */
  readonly log?: (text: string, level?: 'info' | 'warn') => void;
}

/** One thing that has to be in place before an executor can work. */
export interface Check {
  readonly name: string;
  /** Null where it could not be looked at, since something before it failed. */
  readonly ok: boolean | null;
  readonly found: string;
  /** What to do about it, where it is not right. */
  readonly advice?: string;
}

export interface ExecutorFactory<Options = never> {
  create(context: ExecutorContext<Options>): Executor;
}

/** An executor that can say what it lacks. */
export interface DiagnosedFactory<Options = never> extends ExecutorFactory<Options> {
  /**
   * Looks at all that a backtest needs, in order, and then carries one of `setup` out. Never throws
   * for what is missing.
   */
  diagnose(context: ExecutorContext<Options>, setup: BacktestSetup): AsyncIterable<Check>;
}
