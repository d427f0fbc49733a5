import type { DateRange } from './evaluation.ts';
import type { Gap } from './gap.ts';

/** What there is of a symbol's data before a backtest, and what that backtest would miss. */
export interface Preflight {
  readonly symbol: string;
  readonly resolution: string;
  /** The days of the backtest. */
  readonly wanted: DateRange;
  /** Bars inside the days wanted. */
  readonly bars: number;
  /** First and last day of the data. */
  readonly available: DateRange;
  /** Days wanted on which the market is open, up to a delisting. */
  readonly trading_days: number;
  /** Those of them without a bar. */
  readonly missing_days: number;
  /** The first runs of them, oldest first. */
  readonly gaps: readonly Gap[];
  /** Whether the file is there; null where the symbol needs none. */
  readonly map_file: boolean | null;
  readonly factor_file: boolean | null;
  /** Null where none is asked for. */
  readonly benchmark: { readonly symbol: string; readonly found: boolean } | null;
}

/** A row of the table of what a job finds of its data. */
export interface PreflightRow {
  readonly symbol: string;
  readonly part: 'search' | 'holdout';
  readonly wanted: DateRange;
  /** `error`: no backtest is possible. */
  readonly state: 'ok' | 'warning' | 'error';
  /** Null where the data cannot be used, or the executor does not look at it so closely. */
  readonly preflight: Preflight | null;
}

/** The row of data that can be used: `warning` where a backtest would not get all it asks for. */
export function preflightRow(
  place: Pick<PreflightRow, 'symbol' | 'part' | 'wanted'>,
  { preflight = null, bars }: { readonly preflight?: Preflight | null | undefined; bars: number },
): PreflightRow {
  const isFine = preflight === null ? bars > 0 : lacksNothing(preflight);
  return { ...place, state: isFine ? 'ok' : 'warning', preflight };
}

function lacksNothing(preflight: Preflight): boolean {
  const { missing_days: missing, map_file: map, factor_file: factors, benchmark } = preflight;
  return missing === 0 && map !== false && factors !== false && benchmark?.found !== false;
}
