import { exponentialMovingAverage } from './exponential-moving-average.ts';
import { maximum, minimum } from './extremes.ts';
import { relativeStrengthIndex } from './relative-strength-index.ts';
import { simpleMovingAverage } from './simple-moving-average.ts';

/** An indicator that is a function of one column and a period. */
export interface IndicatorDefinition {
  /** The column that it is computed over. */
  readonly column: 'high' | 'low' | 'close';
  /** Bars that it needs before it is ready. */
  warmUpPeriod(period: number): number;
  /** Its value at every bar; a value never depends on later bars. */
  compute(column: Float64Array, period: number): Float64Array;
}

const fromPeriod = (period: number) => period;

/** Indicators by LEAN's names. */
export const indicators = {
  sma: { column: 'close', warmUpPeriod: fromPeriod, compute: simpleMovingAverage },
  ema: { column: 'close', warmUpPeriod: fromPeriod, compute: exponentialMovingAverage },
  rsi: { column: 'close', warmUpPeriod: (period) => period + 1, compute: relativeStrengthIndex },
  max: { column: 'high', warmUpPeriod: fromPeriod, compute: maximum },
  min: { column: 'low', warmUpPeriod: fromPeriod, compute: minimum },
} satisfies Record<string, IndicatorDefinition>;

export type IndicatorName = keyof typeof indicators;
