import type { BarColumns } from '../data/columns.ts';
import type { SymbolProperties } from '../data/symbol-properties.ts';
import type { ExchangeHours } from './exchange-hours.ts';
import { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';

/** Trade bar: prices in account currency, times in UTC milliseconds. */
export interface TradeBar {
  readonly symbol: SecuritySymbol;
  readonly time: number;
  readonly endTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** True where there was no data, so that the bar repeats the one before. */
  readonly isFillForward: boolean;
}

/** LEAN's default for margin accounts. */
const DEFAULT_LEVERAGE = { equity: 2, forex: 50, cfd: 50, crypto: 1 } as const;

interface SecuritySource {
  readonly symbol: SecuritySymbol;
  readonly properties: SymbolProperties;
  readonly columns: BarColumns;
  readonly hours: ExchangeHours;
  readonly period: number;
  /** Whether the market closes at the end of each bar. */
  readonly endsWithMarket: boolean;
}

/** A security that the algorithm asked for, at its last bar. */
export class Security {
  readonly symbol: SecuritySymbol;
  readonly properties: SymbolProperties;
  readonly columns: BarColumns;
  readonly hours: ExchangeHours;
  /** Length of a bar in ms; a day's may be shorter. */
  readonly period: number;
  readonly holdings: SecurityHolding;
  /** Last price: 0 before the first bar. */
  price = 0;
  /** Position of the last bar in the columns; -1 before the first. */
  index = -1;
  /** Position of the last bar that came from data; orders are never filled from repeated bars. */
  dataIndex = -1;
  /** What may be held for one unit of margin. */
  leverage: number;
  /** Whether prices are those of the exchange, not adjusted for splits and dividends. */
  hasRawPrices = false;
  readonly #closes: Float64Array;
  readonly #filled: Uint8Array;
  readonly #endsWithMarket: boolean;

  constructor({ symbol, properties, columns, hours, period, endsWithMarket }: SecuritySource) {
    this.symbol = symbol;
    this.properties = properties;
    this.columns = columns;
    this.hours = hours;
    this.period = period;
    this.leverage = DEFAULT_LEVERAGE[symbol.securityType];
    this.holdings = new SecurityHolding(this);
    this.#closes = columns.close;
    this.#filled = columns.filled;
    this.#endsWithMarket = endsWithMarket;
  }

  /** Moves on to a bar. */
  advance(index: number): void {
    this.index = index;
    if (this.#filled[index] === 1) return;
    this.dataIndex = index;
    this.price = this.#closes[index] as number;
  }

  /** What a unit is worth in the portfolio. */
  get mark(): number {
    return this.columns.mark?.[this.index] ?? this.price;
  }

  /** Whether the exchange is open. Daily bars that end with the market need no look-up. */
  isOpen(utc: number): boolean {
    if (this.#endsWithMarket && this.columns.end[this.index] === utc) return false;
    return this.hours.isOpen(utc);
  }

  get hasData(): boolean {
    return this.dataIndex >= 0;
  }

  get open(): number {
    return this.columns.open[this.index] ?? 0;
  }

  get high(): number {
    return this.columns.high[this.index] ?? 0;
  }

  get low(): number {
    return this.columns.low[this.index] ?? 0;
  }

  get close(): number {
    return this.price;
  }

  /** Last bid; the last price where there are no quotes. */
  get bidPrice(): number {
    return this.#quote(this.columns.quotes?.bidClose);
  }

  /** Last ask; the last price where there are no quotes. */
  get askPrice(): number {
    return this.#quote(this.columns.quotes?.askClose);
  }

  get volume(): number {
    return this.columns.volume[this.index] ?? 0;
  }

  setLeverage(leverage: number): void {
    if (!(leverage >= 1)) {
      throw new RangeError(`Cannot set leverage: wanted 1 or more, found ${leverage}`);
    }
    this.leverage = leverage;
  }

  /** The last bar as a value that stays as it is. */
  bar(): TradeBar | null {
    const { columns, index } = this;
    if (index < 0) return null;
    return {
      symbol: this.symbol,
      time: columns.start[index] as number,
      endTime: columns.end[index] as number,
      open: columns.open[index] as number,
      high: columns.high[index] as number,
      low: columns.low[index] as number,
      close: columns.close[index] as number,
      volume: columns.volume[index] as number,
      isFillForward: columns.filled[index] === 1,
    };
  }

  #quote(column: Float64Array | undefined): number {
    const source = this.columns.quotes?.source[this.index] ?? -1;
    return source < 0 ? this.price : (column?.[source] ?? this.price);
  }
}
