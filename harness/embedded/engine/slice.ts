import type { CorporateEvent, DividendEvent, SplitEvent } from '../data/corporate-events.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security, TradeBar } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';

export type Dividend = Omit<DividendEvent, 'kind'>;
export type Split = Omit<SplitEvent, 'kind'>;

/**
 * What is new at a moment. The object is the same at every call of `onData`; bars taken from it
 * stay as they are.
 */
export class Slice {
  /** UTC milliseconds. */
  utcTime = 0;
  /** Whether the slice holds bars; before ex-dividend and split dates it holds events alone. */
  hasBars = false;
  #events: readonly CorporateEvent[] = [];
  readonly #portfolio: Portfolio;

  constructor(portfolio: Portfolio) {
    this.#portfolio = portfolio;
  }

  /** Moves on; for the engine. */
  set(utcTime: number, hasBars: boolean, events: readonly CorporateEvent[]): void {
    this.utcTime = utcTime;
    this.hasBars = hasBars;
    this.#events = events;
  }

  /** The bars of this slice, by symbol. */
  get bars(): ReadonlyMap<SecuritySymbol, TradeBar> {
    const bars = new Map<SecuritySymbol, TradeBar>();
    if (!this.hasBars) return bars;
    for (const security of this.#portfolio.securities) {
      const bar = this.#barOf(security);
      if (bar !== null) bars.set(security.symbol, bar);
    }
    return bars;
  }

  containsKey(symbol: SecuritySymbol | string): boolean {
    return this.get(symbol) !== null;
  }

  /** The bar of a symbol, or null where this slice has none. */
  get(symbol: SecuritySymbol | string): TradeBar | null {
    return this.hasBars ? this.#barOf(this.#portfolio.security(symbol)) : null;
  }

  get dividends(): readonly Dividend[] {
    return this.#events.filter((event) => event.kind === 'dividend');
  }

  get splits(): readonly Split[] {
    return this.#events.filter((event) => event.kind === 'split');
  }

  #barOf(security: Security): TradeBar | null {
    const ends = security.columns.end[security.index];
    return ends === this.utcTime ? security.bar() : null;
  }
}
