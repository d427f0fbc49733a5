import type {
  CorporateEvent,
  DelistingEvent,
  DividendEvent,
  SplitEvent,
  SymbolChangeEvent,
} from '../data/corporate-events.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import type { QuoteBar, TradeBar } from './trade-bar.ts';

interface Of {
  readonly symbol: SecuritySymbol;
}

export type Dividend = Of & Omit<DividendEvent, 'kind'>;
export type Split = Of & Omit<SplitEvent, 'kind'>;
export type SymbolChangedEvent = Of & Omit<SymbolChangeEvent, 'kind'>;
export type Delisting = Of & Omit<DelistingEvent, 'kind'>;

/** Something that happens to a security beside its prices. */
export interface SecurityEvent {
  readonly security: Security;
  readonly event: CorporateEvent;
}

type Named<Kind extends CorporateEvent['kind']> = Of & Extract<CorporateEvent, { kind: Kind }>;

/**
 * What is new at a moment. The object is the same at every call of `onData`; bars taken from it
 * stay as they are.
 */
export class Slice {
  /** UTC milliseconds. */
  utcTime = 0;
  /** Whether the slice holds bars; before ex-dividend and split dates it holds events alone. */
  hasBars = false;
  #events: readonly SecurityEvent[] = [];
  readonly #portfolio: Portfolio;

  constructor(portfolio: Portfolio) {
    this.#portfolio = portfolio;
  }

  /** Moves on; for the engine. */
  set(utcTime: number, hasBars: boolean, events: readonly SecurityEvent[]): void {
    this.utcTime = utcTime;
    this.hasBars = hasBars;
    this.#events = events;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  /** The bars of this slice, by symbol. */
  get bars(): ReadonlyMap<SecuritySymbol, TradeBar> {
    return this.#barsBy((security) => security.bar());
  }

  /** The bars of quotes of this slice, by symbol; none of securities of which trades alone are read. */
  get quoteBars(): ReadonlyMap<SecuritySymbol, QuoteBar> {
    return this.#barsBy((security) => security.quoteBar());
  }

  /** The symbols that have a bar or an event in this slice. */
  get keys(): readonly SecuritySymbol[] {
    const symbols = new Set(this.bars.keys());
    for (const { security } of this.#events) symbols.add(security.symbol);
    return [...symbols];
  }

  /** How many symbols have a bar or an event in this slice. */
  get count(): number {
    return this.keys.length;
  }

  get hasData(): boolean {
    return this.count > 0;
  }

  /** The bars of this slice. */
  get values(): readonly TradeBar[] {
    return [...this.bars.values()];
  }

  /** Whether there is a bar of a symbol: LEAN's `Bars.ContainsKey`. */
  hasBar(symbol: SecuritySymbol | string): boolean {
    return this.hasBars && this.#isNew(this.#portfolio.security(symbol));
  }

  /** Whether there is a bar of a symbol, or an event such as a dividend. */
  containsKey(symbol: SecuritySymbol | string): boolean {
    const security = this.#portfolio.security(symbol);
    return (this.hasBars && this.#isNew(security)) || this.#hasEventOf(security);
  }

  /** The bar of a symbol, or null where this slice has none. */
  get(symbol: SecuritySymbol | string): TradeBar | null {
    if (!this.hasBars) return null;
    const security = this.#portfolio.security(symbol);
    return this.#isNew(security) ? security.bar() : null;
  }

  get dividends(): readonly Dividend[] {
    return this.#eventsOf('dividend');
  }

  get splits(): readonly Split[] {
    return this.#eventsOf('split');
  }

  get symbolChangedEvents(): readonly SymbolChangedEvent[] {
    return this.#eventsOf('symbol-change');
  }

  get delistings(): readonly Delisting[] {
    return this.#eventsOf('delisting');
  }

  #hasEventOf(security: Security): boolean {
    return this.#events.length > 0 && this.#events.some((event) => event.security === security);
  }

  #eventsOf<Kind extends CorporateEvent['kind']>(kind: Kind): readonly Named<Kind>[] {
    return this.#events
      .filter(({ event }) => event.kind === kind)
      .map(({ security, event }) => ({ ...event, symbol: security.symbol }) as Named<Kind>);
  }

  #barsBy<Bar>(barOf: (security: Security) => Bar | null): ReadonlyMap<SecuritySymbol, Bar> {
    const bars = new Map<SecuritySymbol, Bar>();
    if (!this.hasBars) return bars;
    for (const security of this.#portfolio.securities) {
      const bar = this.#isNew(security) ? barOf(security) : null;
      if (bar !== null) bars.set(security.symbol, bar);
    }
    return bars;
  }

  #isNew({ columns, index, repeatedAt }: Security): boolean {
    return columns.end[index] === this.utcTime || repeatedAt === this.utcTime;
  }
}
