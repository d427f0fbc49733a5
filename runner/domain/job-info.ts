import type { DateRange } from './evaluation.ts';
import type { PreflightRow } from './preflight.ts';

/** What a job would do on this machine. */
export interface JobInfo {
  readonly name: string;
  readonly strategy: string;
  readonly slots: number;
  /** How backtests are given up, in words; null where none is. What is measured runs to its end. */
  readonly pruning: string | null;
  readonly symbols: readonly SymbolInfo[];
  /** Of each symbol, and of its holdout. */
  readonly preflight: readonly PreflightRow[];
  /** Sets of the space that keep its rules, of one symbol; null where continuous. */
  readonly grid_size: string | null;
  /** Of all symbols. */
  readonly evaluations: string | null;
  readonly measured: MeasuredRate | null;
  /** Of evaluating the whole grid, results not yet written; null where nothing was measured. */
  readonly expected_seconds: number | null;
  readonly cost: { readonly price_per_hour: number; readonly total: number } | null;
}

export interface SymbolInfo {
  readonly symbol: string;
  readonly bars: number | null;
  readonly available: DateRange | null;
  readonly warnings: readonly string[];
  /** Why its data cannot be used; null where it can. */
  readonly problem: string | null;
}

/** How fast this machine evaluates sets of a space, found by evaluating some. */
export interface MeasuredRate {
  readonly evaluations: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
}
