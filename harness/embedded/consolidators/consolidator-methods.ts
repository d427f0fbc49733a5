import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { QuoteBar, TradeBar } from '../engine/trade-bar.ts';
import { ChannelMethods } from '../indicators/channel-methods.ts';
import { followerOf } from '../indicators/create-indicator.ts';
import type { Selector } from '../indicators/field.ts';
import { registerConsolidated, registerFollower } from '../indicators/follow-security.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { Consolidator } from './consolidator.ts';
import { consolidatorFeed } from './consolidator-feed.ts';
import {
  type ConsolidatorPeriod,
  createConsolidator,
  hasQuotesAlone,
} from './create-consolidator.ts';

/** LEAN's `SubscriptionManager`. */
export interface SubscriptionManager {
  addConsolidator(symbol: SecuritySymbol | string, consolidator: Consolidator): void;
  removeConsolidator(symbol: SecuritySymbol | string, consolidator: Consolidator): void;
}

/** LEAN's helpers for bars that are made of others. */
export abstract class ConsolidatorMethods extends ChannelMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  get subscriptionManager(): SubscriptionManager {
    return {
      addConsolidator: (symbol, consolidator) => this.#add(symbol, consolidator),
      removeConsolidator: (symbol, consolidator) => this.#remove(symbol, consolidator),
    };
  }

  /**
   * Calls back with bars of a resolution, a length of time, a number of bars or a calendar: of
   * quotes where the security has no trades, unless told which.
   * @throws RangeError where the security's own bars are longer
   */
  consolidate<T extends TradeBar | QuoteBar = TradeBar & QuoteBar>(
    symbol: SecuritySymbol | string,
    period: ConsolidatorPeriod,
    handler: (bar: T) => void,
    tickType?: 'trade' | 'quote',
  ): Consolidator {
    const security = this.#context.portfolio.security(symbol);
    const wantsQuotes = tickType === undefined ? hasQuotesAlone(security) : tickType === 'quote';
    const consolidator = createConsolidator(security, period, wantsQuotes);
    consolidator.dataConsolidated.add((_, bar) => handler(bar as T));
    this.#add(symbol, consolidator);
    return consolidator;
  }

  /** Feeds an indicator with a symbol's bars, or with those that a consolidator makes of them. */
  registerIndicator(
    symbol: SecuritySymbol | string,
    indicator: Indicator,
    period: ConsolidatorPeriod | Consolidator | null = null,
    selector?: Selector,
  ): void {
    const security = this.#context.portfolio.security(symbol);
    const follower = followerOf(indicator);
    if (selector !== undefined) follower.select(selector);
    const { feeds } = this.#context.reactions;
    if (period instanceof Consolidator) {
      registerConsolidated(feeds, { security, follower, consolidator: period });
    } else registerFollower(this.#context, { security, follower, period });
  }

  /** Nothing feeds the indicator any more; it keeps its values. */
  deregisterIndicator(indicator: Indicator): void {
    followerOf(indicator).release();
  }

  unregisterIndicator(indicator: Indicator): void {
    this.deregisterIndicator(indicator);
  }

  #add(symbol: SecuritySymbol | string, consolidator: Consolidator): void {
    const security = this.#context.portfolio.security(symbol);
    this.#context.reactions.feeds.add(security, consolidatorFeed(consolidator, security));
  }

  #remove(symbol: SecuritySymbol | string, consolidator: Consolidator): void {
    const security = this.#context.portfolio.security(symbol);
    this.#context.reactions.feeds.remove(consolidatorFeed(consolidator, security));
  }
}
