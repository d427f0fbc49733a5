import type { BarColumns } from '../data/columns.ts';
import type { SymbolProperties } from '../data/symbol-properties.ts';
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

/** A security that the algorithm asked for, at its last bar. */
export class Security {
  readonly symbol: SecuritySymbol;
  readonly properties: SymbolProperties;
  readonly columns: BarColumns;
  readonly holdings: SecurityHolding;
  /** Last price: 0 before the first bar. */
  price = 0;
  /** Position of the last bar in the columns; -1 before the first. */
  index = -1;
  /** Position of the last bar that came from data; orders are never filled from repeated bars. */
  dataIndex = -1;
  /** What may be held for one unit of margin. */
  leverage = 2;
  /** Whether prices are those of the exchange, not adjusted for splits and dividends. */
  hasRawPrices = false;
  readonly #closes: Float64Array;
  readonly #filled: Uint8Array;

  constructor(symbol: SecuritySymbol, properties: SymbolProperties, columns: BarColumns) {
    this.symbol = symbol;
    this.properties = properties;
    this.columns = columns;
    this.holdings = new SecurityHolding(this);
    this.#closes = columns.close;
    this.#filled = columns.filled;
  }

  /** Moves on to a bar. */
  advance(index: number): void {
    this.index = index;
    if (this.#filled[index] === 1) return;
    this.dataIndex = index;
    this.price = this.#closes[index] as number;
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
}
