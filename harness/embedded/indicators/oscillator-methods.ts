import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { ChainableIndicator as Indicator } from './chainable-indicator.ts';
import type { IndicatorWithParts } from './create-indicator.ts';
import {
  type Follow,
  type FollowBars,
  makeIndicator,
  stochasticArguments,
} from './make-indicator.ts';
import { MovingAverageMethods } from './moving-average-methods.ts';
import type { MovingAverageType } from './moving-average-type.ts';

type Symbol = SecuritySymbol | string;

/** LEAN's helpers for oscillators and rates of change. */
export abstract class OscillatorMethods extends MovingAverageMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** Relative strength index of closes, from 0 to 100. */
  rsi(
    symbol: Symbol,
    period: number,
    type: MovingAverageType = 'wilders',
    ...follow: Follow
  ): IndicatorWithParts<'rsi'> {
    return makeIndicator(this.#context, symbol, 'rsi', [period, type, ...follow]);
  }

  /** Fast average less slow average, with its `signal` and `histogram`. */
  macd(
    symbol: Symbol,
    fastPeriod: number,
    slowPeriod: number,
    signalPeriod: number,
    type: MovingAverageType = 'exponential',
    ...follow: Follow
  ): IndicatorWithParts<'macd'> {
    return makeIndicator(this.#context, symbol, 'macd', [
      fastPeriod,
      slowPeriod,
      signalPeriod,
      type,
      ...follow,
    ]);
  }

  /** Change of the close over `period` bars. */
  mom(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'mom', [period, ...follow]);
  }

  /** That change in percent of what was before. */
  momp(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'momp', [period, ...follow]);
  }

  /** The change as a part of what was before. */
  roc(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'roc', [period, ...follow]);
  }

  /** The change in percent of what was before. */
  rocp(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'rocp', [period, ...follow]);
  }

  /** The close as a multiple of what was before; 0, as in LEAN, where they are equal. */
  rocr(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'rocr', [period, ...follow]);
  }

  /** Kaufman’s efficiency ratio. */
  ker(symbol: Symbol, period: number, ...follow: Follow): Indicator {
    return makeIndicator(this.#context, symbol, 'ker', [period, ...follow]);
  }

  /** Stochastic; `kPeriod` is the period and `dPeriod` 3 where none are named. */
  sto(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'sto'>;
  sto(
    symbol: Symbol,
    period: number,
    kPeriod: number,
    dPeriod: number,
    ...follow: FollowBars
  ): IndicatorWithParts<'sto'>;
  sto(symbol: Symbol, ...rest: readonly unknown[]): IndicatorWithParts<'sto'> {
    return makeIndicator(this.#context, symbol, 'sto', stochasticArguments(rest));
  }

  /** Commodity channel index. */
  cci(
    symbol: Symbol,
    period: number,
    type: MovingAverageType = 'simple',
    ...follow: FollowBars
  ): IndicatorWithParts<'cci'> {
    return makeIndicator(this.#context, symbol, 'cci', [period, type, ...follow]);
  }

  /** Williams’ %R, from −100 to 0. */
  wilr(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'wilr'> {
    return makeIndicator(this.#context, symbol, 'wilr', [period, ...follow]);
  }

  /** Aroon oscillator, with `aroonUp` and `aroonDown`. */
  aroon(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'aroon'>;
  aroon(
    symbol: Symbol,
    upPeriod: number,
    downPeriod: number,
    ...follow: FollowBars
  ): IndicatorWithParts<'aroon'>;
  aroon(symbol: Symbol, ...rest: readonly unknown[]): IndicatorWithParts<'aroon'> {
    return makeIndicator(this.#context, symbol, 'aroon', rest);
  }

  /** Money flow index, from 0 to 100. */
  mfi(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'mfi'> {
    return makeIndicator(this.#context, symbol, 'mfi', [period, ...follow]);
  }

  /** Average directional index, with its positive and negative parts. */
  adx(symbol: Symbol, period: number, ...follow: FollowBars): IndicatorWithParts<'adx'> {
    return makeIndicator(this.#context, symbol, 'adx', [period, ...follow]);
  }
}
