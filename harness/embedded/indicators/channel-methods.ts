import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { ChainableIndicator as Indicator } from './chainable-indicator.ts';
import type { IndicatorWithParts } from './create-indicator.ts';
import { type Follow, type FollowBars, makeIndicator } from './make-indicator.ts';
import type { MovingAverageType } from './moving-average-type.ts';
import { OscillatorMethods } from './oscillator-methods.ts';

type Symbol = SecuritySymbol | string;

/** LEAN's helpers for ranges, channels, volume and statistics. */
export abstract class ChannelMethods extends OscillatorMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** Bollinger bands of `k` standard deviations. */
  bb(
    symbol: Symbol,
    period: number,
    k: number,
    type: MovingAverageType = 'simple',
    ...follow: Follow
  ): IndicatorWithParts<'bb'> {
    return makeIndicator(this.#context, symbol, 'bb', [period, k, type, ...follow]);
  }

  /** Donchian channel: highest high and lowest low. */
  dch(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'dch'>;
  dch(
    symbol: Symbol,
    upperPeriod: number,
    lowerPeriod: number,
    ...follow: FollowBars
  ): IndicatorWithParts<'dch'>;
  dch(symbol: Symbol, ...rest: readonly unknown[]): IndicatorWithParts<'dch'> {
    return makeIndicator(this.#context, symbol, 'dch', rest);
  }

  /** Keltner channels of `k` average true ranges. */
  kch(
    symbol: Symbol,
    period: number,
    k: number,
    type: MovingAverageType = 'simple',
    ...follow: FollowBars
  ): IndicatorWithParts<'kch'> {
    return makeIndicator(this.#context, symbol, 'kch', [period, k, type, ...follow]);
  }

  /** True range. */
  tr(symbol: Symbol, ...follow: FollowBars): Indicator {
    return makeIndicator(this.#context, symbol, 'tr', [...follow]);
  }

  /** Average true range; LEAN’s helper averages simply where no type is named. */
  atr(
    symbol: Symbol,
    period: number,
    type: MovingAverageType = 'simple',
    ...follow: FollowBars
  ): IndicatorWithParts<'atr'> {
    return makeIndicator(this.#context, symbol, 'atr', [period, type, ...follow]);
  }

  /** Parabolic stop and reverse; 0.02, 0.02 and 0.2 where no factors are named. */
  psar(symbol: Symbol, ...follow: FollowBars): Indicator;
  psar(
    symbol: Symbol,
    afStart: number,
    afIncrement: number,
    afMax: number,
    ...follow: FollowBars
  ): Indicator;
  psar(symbol: Symbol, ...rest: readonly unknown[]): Indicator {
    return makeIndicator(this.#context, symbol, 'psar', rest);
  }

  /** Highest high of the last `period` bars; highest close where there are no trades. */
  max(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'max', [period, ...follow]);
  }

  /** Lowest low of the last `period` bars; lowest close where there are no trades. */
  min(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'min', [period, ...follow]);
  }

  /** Standard deviation of closes, of a population. */
  std(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'std', [period, ...follow]);
  }

  /** Variance of closes, of a population. */
  var(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'var', [period, ...follow]);
  }

  /** Mean absolute deviation of closes. */
  mad(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'mad', [period, ...follow]);
  }

  /** Sum of the last `period` closes. */
  sum(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'sum', [period, ...follow]);
  }

  /** On-balance volume. */
  obv(symbol: Symbol, ...follow: FollowBars): Indicator {
    return makeIndicator(this.#context, symbol, 'obv', [...follow]);
  }

  /** Price of the last `period` bars, weighted with volume. */
  vwap(symbol: Symbol, period: number, ...follow: FollowBars): Indicator {
    return makeIndicator(this.#context, symbol, 'vwap', [period, ...follow]);
  }
}
