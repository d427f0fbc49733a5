import { ScheduleMethods } from '../scheduling/schedule-methods.ts';
import { takeContext } from './algorithm-context.ts';
import type { BacktestContext } from './backtest-context.ts';
import { closePosition, targetOrders } from './holdings-orders.ts';
import { marketOrderType } from './market-order-type.ts';
import type { OrderProperties, OrderRequest, OrderTicket } from './order.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { quantityForTarget } from './target-quantity.ts';

type Symbol = SecuritySymbol | string;

/** A part of the portfolio's value that a security is to make up. */
export interface PortfolioTarget {
  readonly symbol: Symbol;
  /** 1 for all of it, negative for a short position. */
  readonly weight: number;
}

/** LEAN's methods that send orders. */
export abstract class OrderMethods extends ScheduleMethods {
  readonly #context: BacktestContext;
  /** What holds for orders that are sent without properties of their own. */
  defaultOrderProperties: OrderProperties = {};

  constructor() {
    super();
    this.#context = takeContext();
  }

  /**
   * Sends the order that brings the holding to this part of the portfolio's value; null where none is
   * needed.
   */
  setHoldings(symbol: Symbol, target: number, tag?: string): OrderTicket | null;
  /** @param liquidateExisting closes every other position first */
  setHoldings(
    symbol: Symbol,
    target: number,
    liquidateExisting: boolean,
    tag?: string,
  ): OrderTicket | null;
  /** Sends the orders for several targets: those that make a position smaller first, then the largest. */
  setHoldings(
    targets: readonly PortfolioTarget[],
    liquidateExisting?: boolean,
    tag?: string,
  ): OrderTicket[];
  setHoldings(
    what: Symbol | readonly PortfolioTarget[],
    second: number | boolean = false,
    third?: boolean | string,
    fourth?: string,
  ): OrderTicket | null | OrderTicket[] {
    const tag = typeof third === 'string' ? third : fourth;
    if (isList(what)) return this.#setTargets(what, second === true, tag);
    const security = this.#context.portfolio.security(what);
    // Reckoned before others are closed, whose fees and profits count in the next one.
    const quantity = quantityForTarget(this.#context, security, second as number);
    if (third === true) this.#liquidateBut([what], tag);
    return this.#bring(security, quantity, tag);
  }

  /** The quantity that `setHoldings` would send. */
  calculateOrderQuantity(symbol: Symbol, target: number): number {
    const security = this.#context.portfolio.security(symbol);
    return quantityForTarget(this.#context, security, target);
  }

  /**
   * Filled at once where the market is open; else at the next open. Daily bars have no price of now,
   * so that with them it waits for the close, or for the next open where that is too near.
   */
  marketOrder(
    symbol: Symbol,
    quantity: number,
    tag?: string,
    properties?: OrderProperties,
  ): OrderTicket {
    const { portfolio, clock } = this.#context;
    const security = portfolio.security(symbol);
    const type = marketOrderType(security, clock.utc);
    return this.#submit(symbol, { type, quantity, tag, properties });
  }

  /** A market order. */
  order(symbol: Symbol, quantity: number, tag?: string, properties?: OrderProperties): OrderTicket {
    return this.marketOrder(symbol, quantity, tag, properties);
  }

  /** A market order for this quantity. */
  buy(symbol: Symbol, quantity: number): OrderTicket {
    return this.marketOrder(symbol, Math.abs(quantity));
  }

  /** A market order for minus this quantity. */
  sell(symbol: Symbol, quantity: number): OrderTicket {
    return this.marketOrder(symbol, -Math.abs(quantity));
  }

  marketOnOpenOrder(symbol: Symbol, quantity: number, tag?: string): OrderTicket {
    return this.#submit(symbol, { type: 'marketOnOpen', quantity, tag });
  }

  /** @throws Error where the market never closes; the ticket is invalid less than 15.5 minutes before the close */
  marketOnCloseOrder(symbol: Symbol, quantity: number, tag?: string): OrderTicket {
    return this.#submit(symbol, { type: 'marketOnClose', quantity, tag });
  }

  limitOrder(
    symbol: Symbol,
    quantity: number,
    limitPrice: number,
    ...[tag, properties]: Extra
  ): OrderTicket {
    return this.#submit(symbol, { type: 'limit', quantity, limitPrice, tag, properties });
  }

  stopMarketOrder(
    symbol: Symbol,
    quantity: number,
    stopPrice: number,
    ...[tag, properties]: Extra
  ): OrderTicket {
    return this.#submit(symbol, { type: 'stopMarket', quantity, stopPrice, tag, properties });
  }

  stopLimitOrder(
    symbol: Symbol,
    quantity: number,
    prices: Prices & { readonly stopPrice: number; readonly limitPrice: number },
  ): OrderTicket {
    return this.#submit(symbol, { type: 'stopLimit', quantity, ...prices });
  }

  /** A limit order that waits until the price has touched the trigger. */
  limitIfTouchedOrder(
    symbol: Symbol,
    quantity: number,
    prices: Prices & { readonly triggerPrice: number; readonly limitPrice: number },
  ): OrderTicket {
    return this.#submit(symbol, { type: 'limitIfTouched', quantity, ...prices });
  }

  /**
   * A stop that follows the price at a distance.
   * @param trail the distance, as a part of the price from 0 to 1 where `trailingAsPercentage` is set
   */
  trailingStopOrder(
    symbol: Symbol,
    quantity: number,
    trail: Prices & {
      readonly trailingAmount: number;
      readonly trailingAsPercentage?: boolean;
      /** Where it begins; the distance from the last price where not said. */
      readonly stopPrice?: number;
    },
  ): OrderTicket {
    const { price } = this.#context.portfolio.security(symbol);
    const { trailingAmount, trailingAsPercentage = false } = trail;
    const distance = trailingAsPercentage ? price * trailingAmount : trailingAmount;
    const stopPrice = trail.stopPrice ?? price + Math.sign(quantity) * distance;
    return this.#submit(symbol, { type: 'trailingStop', quantity, ...trail, stopPrice });
  }

  /** Cancels open orders and closes the position; of every symbol where none is named. */
  liquidate(which?: Symbol | readonly Symbol[], tag = 'Liquidated'): OrderTicket[] {
    const { portfolio } = this.#context;
    if (which === undefined) return this.#closeAll(portfolio.securities, tag);
    if (isList(which)) return which.flatMap((symbol) => this.liquidate(symbol, tag));
    const ticket = closePosition(this.#context, portfolio.security(which), tag);
    return ticket === null ? [] : [ticket];
  }

  /** In the order of their tickers. */
  #closeAll(securities: readonly Security[], tag: string | undefined): OrderTicket[] {
    return securities
      .toSorted((a, b) => (a.symbol.value < b.symbol.value ? -1 : 1))
      .flatMap(({ symbol }) => this.liquidate(symbol, tag));
  }

  #setTargets(
    targets: readonly PortfolioTarget[],
    liquidatesOthers: boolean,
    tag: string | undefined,
  ): OrderTicket[] {
    const closed = liquidatesOthers
      ? this.#liquidateBut(
          targets.map(({ symbol }) => symbol),
          tag,
        )
      : [];
    const sent = targetOrders(this.#context, targets).map(({ security, quantity }) =>
      this.#bring(security, quantity, tag),
    );
    return [...closed, ...sent.filter((ticket) => ticket !== null)];
  }

  #liquidateBut(symbols: readonly Symbol[], tag: string | undefined): OrderTicket[] {
    const { portfolio } = this.#context;
    const kept = new Set(symbols.map((symbol) => portfolio.security(symbol)));
    return this.#closeAll(
      portfolio.securities.filter((security) => !kept.has(security)),
      tag,
    );
  }

  /** Market orders that are on their way count as done. */
  #bring(security: Security, quantity: number, tag: string | undefined): OrderTicket | null {
    const rest = quantity - this.#context.transactions.pendingMarketQuantity(security);
    return rest === 0 ? null : this.marketOrder(security.symbol, rest, tag);
  }

  #submit(symbol: Symbol, request: Omit<OrderRequest, 'security'>): OrderTicket {
    const { portfolio, transactions } = this.#context;
    const security = portfolio.security(symbol);
    const properties = request.properties ?? this.defaultOrderProperties;
    return transactions.submit({ ...request, security, properties });
  }
}

function isList<Item>(which: Symbol | readonly Item[]): which is readonly Item[] {
  return Array.isArray(which);
}

type Extra = [tag?: string, properties?: OrderProperties];

interface Prices {
  readonly tag?: string;
  readonly properties?: OrderProperties;
}
