import { type BarColumns, type QuoteColumns, startOf } from '../data/columns.ts';
import type { TimeZone } from '../data/time-zone.ts';
import type { Bar as Side } from '../engine/trade-bar.ts';

/** A bar that a consolidator is given; times by the exchange's clock, in ms. */
export interface ConsolidatorInput extends Side {
  readonly time: number;
  readonly endTime: number;
  readonly volume: number;
  /** Null where there are no quotes. */
  readonly bid: Side | null;
  readonly ask: Side | null;
}

/** A bar of columns as input, moved along so that none is made. */
export class ColumnInput implements ConsolidatorInput {
  time = 0;
  endTime = 0;
  readonly bid: ColumnSide | null;
  readonly ask: ColumnSide | null;
  readonly #columns: BarColumns;
  readonly #zone: TimeZone;
  #index = -1;

  constructor(columns: BarColumns, zone: TimeZone, wantsQuotes: boolean) {
    const { quotes } = columns;
    this.#columns = columns;
    this.#zone = zone;
    this.bid = wantsQuotes && quotes !== null ? bidOf(quotes) : null;
    this.ask = wantsQuotes && quotes !== null ? askOf(quotes) : null;
  }

  moveTo(index: number): void {
    const { end, quotes } = this.#columns;
    this.#index = index;
    this.time = this.#zone.toLocal(startOf(this.#columns, index));
    this.endTime = this.#zone.toLocal(end[index] as number);
    const source = quotes?.source[index] ?? -1;
    if (this.bid !== null) this.bid.index = source;
    if (this.ask !== null) this.ask.index = source;
  }

  get open(): number {
    return this.#columns.open[this.#index] as number;
  }

  get high(): number {
    return this.#columns.high[this.#index] as number;
  }

  get low(): number {
    return this.#columns.low[this.#index] as number;
  }

  get close(): number {
    return this.#columns.close[this.#index] as number;
  }

  get volume(): number {
    return this.#columns.volume[this.#index] as number;
  }
}

type Prices = Readonly<Record<keyof Side, Float64Array>>;

class ColumnSide implements Side {
  index = -1;
  readonly #prices: Prices;

  constructor(prices: Prices) {
    this.#prices = prices;
  }

  get open(): number {
    return this.#prices.open[this.index] as number;
  }

  get high(): number {
    return this.#prices.high[this.index] as number;
  }

  get low(): number {
    return this.#prices.low[this.index] as number;
  }

  get close(): number {
    return this.#prices.close[this.index] as number;
  }
}

function bidOf({ bidOpen, bidHigh, bidLow, bidClose }: QuoteColumns): ColumnSide {
  return new ColumnSide({ open: bidOpen, high: bidHigh, low: bidLow, close: bidClose });
}

function askOf({ askOpen, askHigh, askLow, askClose }: QuoteColumns): ColumnSide {
  return new ColumnSide({ open: askOpen, high: askHigh, low: askLow, close: askClose });
}
