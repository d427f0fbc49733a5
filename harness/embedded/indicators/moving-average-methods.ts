import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { ChainableIndicator as Indicator } from './chainable-indicator.ts';
import { type Follow, makeIndicator } from './make-indicator.ts';

type Symbol = SecuritySymbol | string;

/** LEAN's helpers for moving averages: each makes an indicator that a symbol's bars update. */
export abstract class MovingAverageMethods {
  readonly #context: BacktestContext;

  constructor() {
    this.#context = takeContext();
  }

  /** The closes themselves, or what the selector takes of the bars. */
  identity(symbol: Symbol, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'identity', follow);
  }

  /** Mean of the last `period` closes. */
  sma(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'sma', [period, ...follow]);
  }

  /** Exponential mean; the newest value weighs 2 / (period + 1), or `smoothingFactor`. */
  ema(symbol: Symbol, period: number, ...follow: Follow): Indicator;
  ema(symbol: Symbol, period: number, smoothingFactor: number, ...follow: Follow): Indicator;
  ema(symbol: Symbol, ...rest: readonly unknown[]): Indicator {
    return makeIndicator(this.#context, symbol, 'ema', rest);
  }

  /** Wilder’s moving average. */
  wwma(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'wwma', [period, ...follow]);
  }

  /** Linearly weighted mean. */
  lwma(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'lwma', [period, ...follow]);
  }

  /** Double exponential moving average. */
  dema(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'dema', [period, ...follow]);
  }

  /** Triple exponential moving average. */
  tema(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'tema', [period, ...follow]);
  }

  /** Triangular moving average. */
  trima(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'trima', [period, ...follow]);
  }

  /** Tillson’s T3; its volume factor is 0.7 where none is named. */
  t3(symbol: Symbol, period: number, ...follow: Follow): Indicator;
  t3(symbol: Symbol, period: number, volumeFactor: number, ...follow: Follow): Indicator;
  t3(symbol: Symbol, ...rest: readonly unknown[]): Indicator {
    return makeIndicator(this.#context, symbol, 't3', rest);
  }

  /** Hull’s moving average. */
  hma(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'hma', [period, ...follow]);
  }

  /** Kaufman’s adaptive moving average; between periods of 2 and 30 where none are named. */
  kama(symbol: Symbol, period: number, ...follow: Follow): Indicator;
  kama(
    symbol: Symbol,
    period: number,
    fastPeriod: number,
    slowPeriod: number,
    ...follow: Follow
  ): Indicator;
  kama(symbol: Symbol, ...rest: readonly unknown[]): Indicator {
    return makeIndicator(this.#context, symbol, 'kama', rest);
  }

  /** Arnaud Legoux’ moving average; a sigma of 6 and an offset of 0.85 where none are named. */
  alma(symbol: Symbol, period: number, ...follow: Follow): Indicator;
  alma(symbol: Symbol, period: number, sigma: number, offset: number, ...follow: Follow): Indicator;
  alma(symbol: Symbol, ...rest: readonly unknown[]): Indicator {
    return makeIndicator(this.#context, symbol, 'alma', rest);
  }

  /** Zero-lag exponential moving average. */
  zlema(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'zlema', [period, ...follow]);
  }

  /** McGinley’s dynamic. */
  mgd(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'mgd', [period, ...follow]);
  }
}
