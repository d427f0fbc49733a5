import type { TimeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { QuoteBar, TradeBar } from '../engine/trade-bar.ts';
import type { MarketCalendar } from '../scheduling/market-calendar.ts';
import type { ConsolidatorInput } from './consolidator-input.ts';

/** What a consolidator makes. */
export type ConsolidatedBar = TradeBar | QuoteBar | RenkoBar;

/** A bar of a fixed height. */
export interface RenkoBar extends TradeBar {
  readonly brickSize: number;
  readonly direction: 'rising' | 'falling' | 'noDelta';
}

export type ConsolidatedHandler<T extends ConsolidatedBar = ConsolidatedBar> = (
  sender: Consolidator,
  bar: T,
) => void;

/** The security whose bars a consolidator is given. */
export interface ConsolidatedSecurity {
  readonly symbol: SecuritySymbol;
  readonly zone: TimeZone;
  readonly calendar: MarketCalendar;
}

/** Makes bars of others. */
export abstract class Consolidator {
  /** Called with every bar that is ready, in the order in which they were added. */
  readonly dataConsolidated = new Set<ConsolidatedHandler>();
  /** The last bar that was ready. */
  consolidated: ConsolidatedBar | null = null;
  /** Whether bids and asks are consolidated, not trades. */
  readonly wantsQuotes: boolean = false;
  #security: ConsolidatedSecurity | null = null;

  /** For the engine: whose bars it is given from now on. */
  attach(security: ConsolidatedSecurity): void {
    this.#security = security;
  }

  /** A bar; times by the exchange's clock. */
  abstract take(bar: ConsolidatorInput): void;

  /** Time has passed, by the exchange's clock. */
  scan(_local: number): void {}

  /** Whether its bars end with time, even if no other bar comes. */
  get isTimed(): boolean {
    return false;
  }

  /** When the bar ends that is being made, by the exchange's clock; Infinity where there is none. */
  get endsAt(): number {
    return Number.POSITIVE_INFINITY;
  }

  protected get security(): ConsolidatedSecurity {
    if (this.#security !== null) return this.#security;
    throw new Error('Cannot consolidate: wanted a consolidator that was added to a symbol');
  }

  protected emit(bar: ConsolidatedBar): void {
    this.consolidated = bar;
    for (const handler of this.dataConsolidated) handler(this, bar);
  }
}

/** Hands every bar on. */
export class IdentityConsolidator extends Consolidator {
  override readonly wantsQuotes: boolean;

  constructor(wantsQuotes: boolean) {
    super();
    this.wantsQuotes = wantsQuotes;
  }

  take({ time, endTime, open, high, low, close, volume, bid, ask }: ConsolidatorInput): void {
    const { symbol, zone } = this.security;
    const prices = { open, high, low, close };
    const span = { symbol, time: zone.toUtc(time), endTime: zone.toUtc(endTime) };
    if (bid === null || ask === null) {
      this.emit({ ...span, ...prices, volume, isFillForward: false });
    } else {
      const sides = { bid: { ...side(bid) }, ask: { ...side(ask) } };
      this.emit({ ...span, ...prices, ...sides, isFillForward: false });
    }
  }
}

function side({ open, high, low, close }: ConsolidatorInput | QuoteBar['bid']): QuoteBar['bid'] {
  return { open, high, low, close };
}
