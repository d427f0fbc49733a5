import type { BuyingPowerModel } from '../buying-power/buying-power-model.ts';
import type { BarColumns } from '../data/columns.ts';
import type { SecurityData } from '../data/security-data.ts';
import { splitBars } from '../data/split-bar.ts';
import type { SymbolProperties } from '../data/symbol-properties.ts';
import type { FeeModel } from '../fees/fee-model.ts';
import type { ModelSecurity } from '../fees/model-order.ts';
import type { FillModel } from '../fills/fill-model.ts';
import type { SlippageModel } from '../slippage/slippage-model.ts';
import type { Cash, CashBook } from './cash-book.ts';
import type { ExchangeHours } from './exchange-hours.ts';
import { SecurityFacts } from './security-facts.ts';
import { SecurityHolding } from './security-holding.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { type QuoteBar, quoteBarAt, type TradeBar, tradeBarAt } from './trade-bar.ts';

/** How a security is traded; each can be replaced. */
export interface SecurityModels {
  readonly feeModel: FeeModel;
  readonly slippageModel: SlippageModel;
  readonly fillModel: FillModel;
  readonly buyingPowerModel: BuyingPowerModel;
}

interface SecuritySource {
  readonly data: SecurityData;
  readonly symbol: SecuritySymbol;
  readonly hours: ExchangeHours;
  /** Length of a bar in ms. */
  readonly period: number;
  readonly cashBook: CashBook;
  readonly clock: { readonly utc: number };
}

/** A security that the algorithm asked for, at its last bar. */
export class Security extends SecurityFacts implements ModelSecurity {
  readonly symbol: SecuritySymbol;
  readonly properties: SymbolProperties;
  /** Of the contract: what a price times a quantity is multiplied with. */
  readonly multiplier: number;
  /** Bars that it stands in; those before the start while the algorithm warms up. */
  columns: BarColumns;
  /** The same bars as they were read, which those before a split are not in `columns`. */
  source: BarColumns;
  readonly hours: ExchangeHours;
  /** Length of a bar in ms; a day's may be shorter. */
  readonly period: number;
  readonly holdings: SecurityHolding;
  readonly data: SecurityData;
  readonly clock: { readonly utc: number };
  readonly currencies: CashBook;
  /** The currency that it is quoted in. */
  readonly quoteCurrency: Cash;
  /** The currency that is bought, of a pair. */
  readonly baseCurrency: Cash | null;
  feeModel!: FeeModel;
  slippageModel!: SlippageModel;
  fillModel!: FillModel;
  buyingPowerModel!: BuyingPowerModel;
  /** Last price: 0 before the first bar. */
  price = 0;
  /** Position of the last bar in the columns; -1 before the first. */
  index = -1;
  /** Position of the last bar that indicators and consolidators know: they hear of it after fills. */
  readonly seen = { index: -1 };
  /** Position of the last bar that came from data; orders are never filled from repeated bars. */
  dataIndex = -1;
  /**
   * Part of a position's value that has to be there, where that part is fixed; else NaN. For the loop
   * over a single security, which asks at every slice.
   */
  marginRate = Number.NaN;
  /** The moment at which its last bar is shown again, since other bars come more often. */
  repeatedAt = Number.NaN;
  /** False once it is delisted. */
  isTradable = true;
  /** Whether prices are those of the exchange, not adjusted for splits and dividends. */
  readonly hasRawPrices: boolean;
  #closes: Float64Array;
  #filled: Uint8Array;
  readonly #endsWithMarket: boolean;

  constructor({ data, symbol, hours, period, cashBook, clock }: SecuritySource) {
    super();
    this.data = data;
    this.symbol = symbol;
    this.properties = data.properties;
    this.multiplier = data.properties.contractMultiplier;
    this.columns = data.bars;
    this.source = data.bars;
    this.hours = hours;
    this.period = period;
    this.clock = clock;
    this.currencies = cashBook;
    this.quoteCurrency = cashBook.ensure(data.properties.quoteCurrency);
    this.baseCurrency = data.baseCurrency === null ? null : cashBook.ensure(data.baseCurrency);
    this.hasRawPrices =
      symbol.securityType === 'equity' && data.subscription.normalization === 'Raw';
    this.holdings = new SecurityHolding(this);
    this.#closes = data.bars.close;
    this.#filled = data.bars.filled;
    this.#endsWithMarket = data.endsWithMarket;
  }

  /** Stands before the first of other bars; the price stays. For the engine. */
  enter(columns: BarColumns): void {
    this.columns = columns;
    this.source = columns;
    this.#closes = columns.close;
    this.#filled = columns.filled;
    this.index = -1;
    this.dataIndex = -1;
    this.seen.index = -1;
  }

  /** Moves on to a bar. */
  advance(index: number): void {
    this.index = index;
    if (this.#filled[index] === 1) return;
    this.dataIndex = index;
    this.price = this.#closes[index] as number;
  }

  /** Orders are filled from the last bar as if it had come after the split, as in LEAN. For the engine. */
  split(factor: number): void {
    this.price *= factor;
    if (this.dataIndex < 0) return;
    this.columns = splitBars(this.columns, { from: this.dataIndex, to: this.index }, factor);
    this.#closes = this.columns.close;
  }

  /** What a unit is worth in the portfolio, in the currency that it is quoted in. */
  get mark(): number {
    const { mark } = this.columns;
    return mark === null ? this.price : (mark[this.index] ?? this.price);
  }

  /** What a unit is worth at the last price, in account currency. */
  get unitValue(): number {
    return this.price * this.multiplier * this.quoteCurrency.conversionRate;
  }

  /** The rate of a currency that this is the price of. */
  get rate(): number {
    return this.dataIndex < 0 ? this.data.seed : this.mark;
  }

  /** Whether the exchange is open. Daily bars that end with the market need no look-up. */
  isOpen(utc: number): boolean {
    if (this.#endsWithMarket && this.columns.end[this.index] === utc) return false;
    return this.hours.isOpen(utc);
  }

  /** Whether the last bar is shown again now. */
  get isRepeated(): boolean {
    return this.repeatedAt === this.clock.utc;
  }

  get hasData(): boolean {
    return this.dataIndex >= 0;
  }

  /** Whether a bar from data ended after the moment. */
  hasDataSince(utc: number): boolean {
    return this.dataIndex >= 0 && (this.columns.end[this.dataIndex] as number) > utc;
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

  /** Volume of the last bar that came from data. */
  get volume(): number {
    return this.columns.volume[this.dataIndex] ?? 0;
  }

  get leverage(): number {
    return this.buyingPowerModel.getLeverage(this);
  }

  /** @throws RangeError where the leverage is below 1, or the buying-power model has none */
  setLeverage(leverage: number): void {
    this.buyingPowerModel.setLeverage(this, leverage);
    this.#rateMargin();
  }

  setFeeModel(model: FeeModel): void {
    this.feeModel = model;
  }

  setSlippageModel(model: SlippageModel): void {
    this.slippageModel = model;
  }

  setFillModel(model: FillModel): void {
    this.fillModel = model;
  }

  setBuyingPowerModel(model: BuyingPowerModel): void {
    this.buyingPowerModel = model;
    this.#rateMargin();
  }

  /** For the engine: what a broker's model says. */
  setModels({ feeModel, slippageModel, fillModel, buyingPowerModel }: SecurityModels): void {
    this.feeModel = feeModel;
    this.slippageModel = slippageModel;
    this.fillModel = fillModel;
    this.setBuyingPowerModel(buyingPowerModel);
  }

  /** The last bar as a value that stays as it is. */
  bar(): TradeBar | null {
    if (this.index < 0) return null;
    const bar = tradeBarAt(this.symbol, this.columns, this.index);
    return this.isRepeated ? { ...bar, volume: 0, isFillForward: true } : bar;
  }

  /** The last bar of quotes; null where there are none. */
  quoteBar(): QuoteBar | null {
    if (this.index < 0) return null;
    const bar = quoteBarAt(this.symbol, this.columns, this.index);
    return this.isRepeated && bar !== null ? { ...bar, isFillForward: true } : bar;
  }

  #rateMargin(): void {
    const { buyingPowerModel: model } = this;
    this.marginRate = model.hasFixedMargin ? 1 / model.getLeverage(this) : Number.NaN;
  }

  #quote(column: Float64Array | undefined): number {
    const source = this.columns.quotes?.source[this.index] ?? -1;
    return source < 0 ? this.price : (column?.[source] ?? this.price);
  }
}
