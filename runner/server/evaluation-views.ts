import type { MonthReturn } from '../analysis/monthly-returns.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { ParameterDefinition } from '../domain/parameter-definition.ts';
import type { Verification } from '../domain/verification.ts';
import type { Curve } from '../report/result-curves.ts';
import type { ResultOrder, ResultTrade, Some } from '../report/result-trades.ts';
import type { VariationFigures } from '../run/evaluation-by-id.ts';

/** Parts of the views below, under the names that pages know them by. */
export type { MonthReturn, ResultOrder, ResultTrade, Some, VariationFigures };

/**
 * A full result. Times are Unix seconds, money is in account currency, drawdown in percent (0 or
 * below). Curves have at most `max` points, trades and orders at most 5,000 rows.
 */
export interface ResultView {
  readonly equity: Curve;
  readonly drawdown: Curve;
  /** The sign of the account's currency, such as `$`; empty where the result names none. */
  readonly currency: string;
  /** The benchmark's price; empty where there is none. */
  readonly benchmark: Curve;
  /** The daily price of what was traded; empty where the result does not hold it. */
  readonly price: Curve;
  /** LEAN's statistics by name, as LEAN prints them. */
  readonly statistics: Readonly<Record<string, string>>;
  readonly months: readonly MonthReturn[];
  readonly trades: Some<ResultTrade>;
  readonly orders: Some<ResultOrder>;
}

/** Where a full result lies: from the run's folder on, such as `SPY/backtests/137.json`. */
export interface KeptView {
  readonly file: string;
  readonly bytes: number;
}

/** `GET /api/runs/:run/symbols/:symbol/evaluations/:id?of=SYMBOL&max=10000` */
export interface EvaluationView {
  readonly run: string;
  /** The run's name. */
  readonly name: string;
  readonly symbol: string;
  /** The search's folder, by which pages name it. */
  readonly folder: string;
  /** Of a shared search: the symbols that `of` may name. Empty for all others. */
  readonly symbols: readonly string[];
  readonly evaluation: Evaluation;
  readonly parameters: readonly ParameterDefinition[];
  readonly variations: readonly VariationFigures[];
  /** What repeats of it came to, oldest first. */
  readonly verified: readonly Verification[];
  /** Null where no full result is kept; then there is no `result`, too. */
  readonly kept: KeptView | null;
  readonly result: ResultView | null;
  /** What repeats it at the command line. */
  readonly command: string;
}

/** `POST /api/runs/:run/symbols/:symbol/evaluations/:id/backtest`, which takes `{keep, of?}` */
export interface RepeatView {
  readonly verification: Verification;
  /** False where the line has no metrics to compare with, as that of a failed set. */
  readonly compared: boolean;
  readonly ms: number;
  readonly kept: KeptView | null;
  /** Null where it failed this time. */
  readonly result: ResultView | null;
}
