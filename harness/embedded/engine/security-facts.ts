import type { Resolution } from '../data/bar-grid.ts';
import type { SecurityData } from '../data/security-data.ts';
import type { SymbolProperties } from '../data/symbol-properties.ts';
import { plainDateTime } from '../data/time-zone.ts';
import type { ExchangeHours } from './exchange-hours.ts';
import type { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import type { TradeBar } from './trade-bar.ts';

/** What LEAN says of a security beside its prices and models. */
export abstract class SecurityFacts {
  abstract readonly symbol: SecuritySymbol;
  abstract readonly holdings: SecurityHolding;
  abstract readonly data: SecurityData;
  abstract readonly properties: SymbolProperties;
  abstract readonly hours: ExchangeHours;
  abstract readonly clock: { readonly utc: number };
  abstract readonly isTradable: boolean;

  abstract bar(): TradeBar | null;

  get type(): SecuritySymbol['securityType'] {
    return this.symbol.securityType;
  }

  get invested(): boolean {
    return this.holdings.invested;
  }

  get holdStock(): boolean {
    return this.holdings.invested;
  }

  get resolution(): Resolution {
    return this.data.subscription.resolution;
  }

  get symbolProperties(): SymbolProperties {
    return this.properties;
  }

  get isDelisted(): boolean {
    return !this.isTradable;
  }

  /** The wall clock of its exchange. */
  get localTime(): Temporal.PlainDateTime {
    return plainDateTime(this.hours.toLocal(this.clock.utc));
  }

  get exchange(): { readonly exchangeOpen: boolean; readonly hours: ExchangeHours } {
    return { exchangeOpen: this.hours.isOpen(this.clock.utc), hours: this.hours };
  }

  getLastData(): TradeBar | null {
    return this.bar();
  }
}
