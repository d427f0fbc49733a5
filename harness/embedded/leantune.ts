import type { ParameterSet, ParameterValue } from '../../runner/domain/parameter-set.ts';
import { takeContext } from './engine/algorithm-context.ts';
import type { BacktestContext } from './engine/backtest-context.ts';
import { convertValue } from './engine/convert-value.ts';
import type { MarginCallOrder } from './engine/margin-call-order.ts';
import type { OrderEvent } from './engine/order.ts';
import type { Delisting, Dividend, Slice, Split, SymbolChangedEvent } from './engine/slice.ts';
import { StateMethods } from './engine/state-methods.ts';
import { refuseLeanNames } from './refusals/refuse-lean-names.ts';

export type { BuyingPowerModel } from './buying-power/buying-power-model.ts';
export { CashBuyingPowerModel } from './buying-power/cash-buying-power-model.ts';
export { PatternDayTradingMarginModel } from './buying-power/pattern-day-trading-margin-model.ts';
export { SecurityMarginModel } from './buying-power/security-margin-model.ts';
export { Calendar } from './consolidators/bar-schedule.ts';
export type { Consolidator, RenkoBar } from './consolidators/consolidator.ts';
export {
  QuoteBarConsolidator,
  TimeSpan,
  TradeBarConsolidator,
} from './consolidators/consolidator-classes.ts';
export { RenkoConsolidator } from './consolidators/renko-consolidator.ts';
export { Resolution } from './data/resolution.ts';
export type { MarginCallOrder } from './engine/margin-call-order.ts';
export type {
  OrderEvent,
  OrderProperties,
  OrderStatus,
  OrderTicket,
  OrderType,
} from './engine/order.ts';
export type { PortfolioTarget } from './engine/order-methods.ts';
export type { Portfolio } from './engine/portfolio.ts';
export type { Security } from './engine/security.ts';
export type { SecurityHolding } from './engine/security-holding.ts';
/** `Symbol` is LEAN's name for it, which a file that needs JavaScript's own cannot use. */
export type { SecuritySymbol, SecuritySymbol as Symbol } from './engine/security-symbol.ts';
export type {
  Delisting,
  Dividend,
  Slice,
  Split,
  SymbolChangedEvent,
} from './engine/slice.ts';
export { TimeInForce } from './engine/time-in-force.ts';
export type { QuoteBar, TradeBar } from './engine/trade-bar.ts';
export { BinanceFeeModel } from './fees/binance-fee-model.ts';
export { CoinbaseFeeModel } from './fees/coinbase-fee-model.ts';
export { ConstantFeeModel } from './fees/constant-fee-model.ts';
export type { FeeModel, OrderFee, OrderFeeParameters } from './fees/fee-model.ts';
export { InteractiveBrokersFeeModel } from './fees/interactive-brokers-fee-model.ts';
export { PercentFeeModel } from './fees/percent-fee-model.ts';
export { EquityFillModel } from './fills/equity-fill-model.ts';
export type { FillModel } from './fills/fill-model.ts';
export { ImmediateFillModel } from './fills/immediate-fill-model.ts';
export type { HistorySlice } from './history/history-slice.ts';
export type { ChainableIndicator as Indicator } from './indicators/chainable-indicator.ts';
export type { IndicatorWithParts } from './indicators/create-indicator.ts';
export { Field } from './indicators/field.ts';
export type { IndicatorDataPoint } from './indicators/indicator.ts';
export * from './indicators/indicator-classes.ts';
export { MovingAverageType } from './indicators/moving-average-type.ts';
export { RollingWindow } from './indicators/rolling-window.ts';
export { DayOfWeek } from './scheduling/date-rules.ts';
export { ConstantSlippageModel } from './slippage/constant-slippage-model.ts';
export { NullSlippageModel } from './slippage/null-slippage-model.ts';
export type { SlippageModel } from './slippage/slippage-model.ts';
export { VolumeShareSlippageModel } from './slippage/volume-share-slippage-model.ts';
/** Rounds halves to even, as .NET's Math.Round does, where doubles only miss a half by a hair too. */
export { roundHalfEven as round } from './statistics/rounding.ts';
export { defineSteps } from './steps/define-steps.ts';
export type { StepBars, StepMarket } from './steps/step-market.ts';
export type { StepStrategy, StepTrade } from './steps/step-strategy.ts';
export { tradeMetrics } from './steps/trade-metrics.ts';
export type { ParameterSet, ParameterValue };

/** Everything that this engine calls a strategy by: LEAN's names, in camelCase. */
export abstract class Algorithm extends StateMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** Called once: add securities, make indicators, read parameters. */
  abstract initialize(): void;

  /** Called for every slice of data. */
  onData(_slice: Slice): void {}

  /** Called when something happens to an order. */
  onOrderEvent(_event: OrderEvent): void {}

  /** Called for shares that got another ticker. */
  onSymbolChangedEvents(_events: readonly SymbolChangedEvent[]): void {}

  /** Called for splits, and on the day before them. */
  onSplits(_splits: readonly Split[]): void {}

  /** Called for dividends, after they were paid. */
  onDividends(_dividends: readonly Dividend[]): void {}

  /** Called for shares that stop trading, on their last day and after it. */
  onDelistings(_delistings: readonly Delisting[]): void {}

  /** Called before positions are closed because the margin does not suffice. */
  onMarginCall(_orders: readonly MarginCallOrder[]): void {}

  /** Called when hardly any margin is left. */
  onMarginCallWarning(): void {}

  /** LEAN calls it in live trading alone, as the two that follow. */
  onBrokerageMessage(): void {}

  onBrokerageDisconnect(): void {}

  onBrokerageReconnect(): void {}

  /** Called after the last slice. */
  onEndOfAlgorithm(): void {}

  /**
   * A parameter's value, in the type of its default.
   * @throws Error where the value cannot be read as that type
   */
  getParameter(name: string): ParameterValue | undefined;
  getParameter(name: string, defaultValue: number): number;
  getParameter(name: string, defaultValue: boolean): boolean;
  getParameter(name: string, defaultValue: string): string;
  getParameter(name: string, defaultValue?: ParameterValue): ParameterValue | undefined {
    const value = this.#context.parameter(name);
    if (defaultValue === undefined) return value;
    if (value === undefined) {
      this.#context.fallbacks.set(name, defaultValue);
      return defaultValue;
    }
    return convertValue(name, value, defaultValue);
  }
}

refuseLeanNames(Algorithm.prototype);
