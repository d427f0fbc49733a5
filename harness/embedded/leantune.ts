import type { ParameterSet, ParameterValue } from '../../runner/domain/parameter-set.ts';
import { ALGORITHM_ZONE, timeZone } from './data/time-zone.ts';
import { takeContext } from './engine/algorithm-context.ts';
import type { BacktestContext } from './engine/backtest-context.ts';
import { quantityForTarget } from './engine/buying-power.ts';
import { convertValue } from './engine/convert-value.ts';
import { marketOrderType } from './engine/market-order-type.ts';
import type { OrderEvent, OrderTicket, OrderType } from './engine/order.ts';
import type { Portfolio } from './engine/portfolio.ts';
import type { Security } from './engine/security.ts';
import type { SecuritySymbol } from './engine/security-symbol.ts';
import type { Slice } from './engine/slice.ts';
import type { Transactions } from './engine/transactions.ts';
import { ChannelMethods } from './indicators/channel-methods.ts';

export type { OrderEvent, OrderStatus, OrderTicket, OrderType } from './engine/order.ts';
export type { Portfolio } from './engine/portfolio.ts';
export type { Security, TradeBar } from './engine/security.ts';
export type { SecurityHolding } from './engine/security-holding.ts';
/** `Symbol` is LEAN's name for it, which a file that needs JavaScript's own cannot use. */
export type { SecuritySymbol, SecuritySymbol as Symbol } from './engine/security-symbol.ts';
export type { Dividend, Slice, Split } from './engine/slice.ts';
export type { IndicatorWithParts } from './indicators/create-indicator.ts';
export { Field } from './indicators/field.ts';
export type { Indicator, IndicatorDataPoint } from './indicators/indicator.ts';
export { MovingAverageType } from './indicators/moving-average-type.ts';
/** Rounds halves to even, as .NET's Math.Round does, where doubles only miss a half by a hair too. */
export { roundHalfEven as round } from './statistics/rounding.ts';
export { defineSteps } from './steps/define-steps.ts';
export type { StepBars, StepMarket } from './steps/step-market.ts';
export type { StepStrategy, StepTrade } from './steps/step-strategy.ts';
export { tradeMetrics } from './steps/trade-metrics.ts';
export type { ParameterSet, ParameterValue };

/** Everything that this engine calls a strategy by: LEAN's names, in camelCase. */
export abstract class Algorithm extends ChannelMethods {
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

  /** Called after the last slice. */
  onEndOfAlgorithm(): void {}

  get portfolio(): Portfolio {
    return this.#context.portfolio;
  }

  get transactions(): Transactions {
    return this.#context.transactions;
  }

  /** Securities by symbol or ticker. */
  get securities(): {
    get(symbol: SecuritySymbol | string): Security;
    readonly values: readonly Security[];
  } {
    const { portfolio } = this.#context;
    return { get: (symbol) => portfolio.security(symbol), values: portfolio.securities };
  }

  /** The wall clock of New York, LEAN's default. */
  get time(): Temporal.PlainDateTime {
    const { clock } = this.#context;
    const local = timeZone(ALGORITHM_ZONE).toLocal(clock.utc);
    return Temporal.Instant.fromEpochMilliseconds(local)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime();
  }

  get utcTime(): Date {
    return new Date(this.#context.clock.utc);
  }

  /** The job's dates win over those that a strategy sets, as a job's do in LEAN. */
  setStartDate(_year: number, _month: number, _day: number): void {}

  setEndDate(_year: number, _month: number, _day: number): void {}

  /** The job's cash wins over what a strategy sets. */
  setCash(_cash: number): void {}

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
    if (value === undefined || defaultValue === undefined) return value ?? defaultValue;
    return convertValue(name, value, defaultValue);
  }

  /** @throws Error where the job has no data of the ticker as an equity */
  addEquity(ticker: string): Security {
    return this.#context.addSecurity(ticker, 'equity');
  }

  /** @throws Error where the job has no data of the ticker as a currency pair */
  addForex(ticker: string): Security {
    return this.#context.addSecurity(ticker, 'forex');
  }

  /** @throws Error where the job has no data of the ticker as a cryptocurrency */
  addCrypto(ticker: string): Security {
    return this.#context.addSecurity(ticker, 'crypto');
  }

  /** @throws Error where the job has no data of the ticker as a contract for difference */
  addCfd(ticker: string): Security {
    return this.#context.addSecurity(ticker, 'cfd');
  }

  /** The job's symbol, of whatever kind it is; or another ticker of that kind. */
  addSecurity(ticker?: string): Security {
    const { symbol, securityType } = this.#context.data.setup;
    return this.#context.addSecurity(ticker ?? symbol, securityType);
  }

  /** Sends the order that brings the holding to this part of the portfolio's value. */
  setHoldings(symbol: SecuritySymbol | string, target: number, tag?: string): OrderTicket | null {
    const security = this.#context.portfolio.security(symbol);
    const wanted = quantityForTarget(this.#context.portfolio, security, target);
    const quantity = wanted - this.#context.transactions.pendingMarketQuantity(security);
    return quantity === 0 ? null : this.marketOrder(symbol, quantity, tag);
  }

  /** The quantity that `setHoldings` would send. */
  calculateOrderQuantity(symbol: SecuritySymbol | string, target: number): number {
    const { portfolio } = this.#context;
    return quantityForTarget(portfolio, portfolio.security(symbol), target);
  }

  /**
   * Filled at once where the market is open; else at the next open. Daily bars have no price of now,
   * so that with them it waits for the close, or for the next open where that is too near.
   */
  marketOrder(symbol: SecuritySymbol | string, quantity: number, tag?: string): OrderTicket {
    const { portfolio, clock, data } = this.#context;
    const security = portfolio.security(symbol);
    const isDaily = data.setup.resolution === 'daily';
    return this.#submit(marketOrderType(security, clock.utc, isDaily), security.symbol, quantity, {
      tag,
    });
  }

  marketOnOpenOrder(symbol: SecuritySymbol | string, quantity: number, tag?: string): OrderTicket {
    return this.#submit('marketOnOpen', symbol, quantity, { tag });
  }

  marketOnCloseOrder(symbol: SecuritySymbol | string, quantity: number, tag?: string): OrderTicket {
    return this.#submit('marketOnClose', symbol, quantity, { tag });
  }

  limitOrder(
    symbol: SecuritySymbol | string,
    quantity: number,
    limitPrice: number,
    tag?: string,
  ): OrderTicket {
    return this.#submit('limit', symbol, quantity, { limitPrice, tag });
  }

  stopMarketOrder(
    symbol: SecuritySymbol | string,
    quantity: number,
    stopPrice: number,
    tag?: string,
  ): OrderTicket {
    return this.#submit('stopMarket', symbol, quantity, { stopPrice, tag });
  }

  stopLimitOrder(
    symbol: SecuritySymbol | string,
    quantity: number,
    prices: { readonly stopPrice: number; readonly limitPrice: number; readonly tag?: string },
  ): OrderTicket {
    return this.#submit('stopLimit', symbol, quantity, prices);
  }

  /** Cancels open orders and closes the position; of every symbol where none is named. */
  liquidate(symbol?: SecuritySymbol | string, tag = 'Liquidated'): OrderTicket[] {
    const { portfolio } = this.#context;
    const securities = symbol === undefined ? portfolio.securities : [portfolio.security(symbol)];
    return securities
      .map((security) => this.#close(security, tag))
      .filter((ticket) => ticket !== null);
  }

  log(message: string): void {
    this.#context.logs.push(`${this.time.toString()} ${message}`);
  }

  debug(message: string): void {
    this.log(message);
  }

  /** A market order that is on its way counts as done. */
  #close(security: Security, tag: string): OrderTicket | null {
    const { transactions } = this.#context;
    const { quantity } = security.holdings;
    let pending = 0;
    for (const ticket of transactions.openTickets(security.symbol)) {
      if (ticket.type === 'market') pending += ticket.quantity;
      else ticket.cancel(tag);
    }
    if (quantity === 0 || quantity + pending === 0) return null;
    return this.marketOrder(security.symbol, -quantity - pending, tag);
  }

  #submit(
    type: OrderType,
    symbol: SecuritySymbol | string,
    quantity: number,
    extra: { limitPrice?: number; stopPrice?: number; tag?: string | undefined },
  ): OrderTicket {
    const { portfolio, transactions } = this.#context;
    return transactions.submit({ type, security: portfolio.security(symbol), quantity, ...extra });
  }
}
