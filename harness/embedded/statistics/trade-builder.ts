import type { SymbolProperties } from '../data/symbol-properties.ts';
import { sumOfLots } from '../engine/lots.ts';
import { roundHalfEven } from './rounding.ts';
import type { Trade, TradeFill } from './trade.ts';

interface Pending {
  entryTime: number;
  entryPrice: number;
  direction: 1 | -1;
  quantity: number;
  fees: number;
  orderIds: number[];
  maxProfit: number;
  maxDrawdown: number;
}

/**
 * Matches fills to trades, first in first out, as LEAN's default trade builder does. Prices that
 * are marked between fills give each trade its excursions.
 */
export class TradeBuilder {
  readonly closed: Trade[];
  #pending: Pending[] = [];
  #lowest = 0;
  #highest = 0;
  readonly #multiplier: number;
  readonly #lotSize: number;
  #isMarked = false;

  /** @param closed where closed trades go; several builders may share it */
  constructor(
    { contractMultiplier, lotSize }: Pick<SymbolProperties, 'contractMultiplier' | 'lotSize'>,
    closed: Trade[] = [],
  ) {
    this.#multiplier = contractMultiplier;
    this.#lotSize = lotSize;
    this.closed = closed;
  }

  mark(price: number): void {
    this.#isMarked = true;
    if (this.#pending.length === 0) return;
    if (price > this.#highest) this.#highest = price;
    else if (price < this.#lowest) this.#lowest = price;
    for (const trade of this.#pending) {
      const profit = (price - trade.entryPrice) * trade.direction;
      if (profit >= trade.maxProfit) trade.maxProfit = profit;
      else trade.maxDrawdown = Math.max(trade.maxDrawdown, trade.maxProfit - profit);
    }
  }

  split(factor: number): void {
    this.#lowest *= factor;
    this.#highest *= factor;
    for (const trade of this.#pending) {
      trade.quantity /= factor;
      trade.entryPrice *= factor;
      trade.maxProfit *= factor;
      trade.maxDrawdown *= factor;
    }
  }

  fill(fill: TradeFill): void {
    const direction = fill.quantity > 0 ? 1 : -1;
    const [first] = this.#pending;
    if (first === undefined) {
      this.#open(fill, Math.abs(fill.quantity), { fees: fill.fee, isNew: true });
      return;
    }
    if (this.#isMarked) this.mark(fill.price);
    if (first.direction === direction) {
      this.#open(fill, Math.abs(fill.quantity), { fees: fill.fee, isNew: false });
    } else this.#reduce(fill);
  }

  #open(
    fill: TradeFill,
    quantity: number,
    { fees, isNew }: { fees: number; isNew: boolean },
  ): void {
    if (isNew) this.#lowest = this.#highest = fill.price;
    this.#pending.push({
      entryTime: fill.time,
      entryPrice: fill.price,
      direction: fill.quantity > 0 ? 1 : -1,
      quantity,
      fees,
      orderIds: [fill.orderId],
      maxProfit: 0,
      maxDrawdown: 0,
    });
  }

  #reduce(fill: TradeFill): void {
    let left = Math.abs(fill.quantity);
    // The order's fee goes to the first trade that it closes.
    let fee = fill.fee;
    for (let trade = this.#pending[0]; trade !== undefined && left > 0; trade = this.#pending[0]) {
      const quantity = Math.min(left, trade.quantity);
      this.#close(trade, fill, { quantity, fees: trade.fees + fee });
      fee = 0;
      trade.fees = 0;
      if (left >= trade.quantity) this.#pending.shift();
      else trade.quantity = sumOfLots(trade.quantity, -left, this.#lotSize);
      left = sumOfLots(left, -quantity, this.#lotSize);
    }
    if (left > 0) this.#open(fill, left, { fees: 0, isNew: true });
  }

  #close(
    trade: Pending,
    fill: TradeFill,
    { quantity, fees }: { quantity: number; fees: number },
  ): void {
    const size = quantity * this.#multiplier * fill.rate;
    const worst = trade.direction === 1 ? this.#lowest : this.#highest;
    const best = trade.direction === 1 ? this.#highest : this.#lowest;
    const gain = (price: number) =>
      roundHalfEven((price - trade.entryPrice) * trade.direction * size, 2, price * size);
    this.closed.push({
      security: fill.security,
      entryTime: trade.entryTime,
      entryPrice: trade.entryPrice,
      direction: trade.direction === 1 ? 'long' : 'short',
      quantity,
      exitTime: fill.time,
      exitPrice: fill.price,
      profitLoss: gain(fill.price),
      totalFees: fees,
      mae: this.#isMarked ? gain(worst) : 0,
      mfe: this.#isMarked ? gain(best) : 0,
      endTradeDrawdown: this.#isMarked
        ? roundHalfEven(trade.maxDrawdown * size, 2, trade.entryPrice * size)
        : 0,
      orderIds: [...trade.orderIds, fill.orderId],
    });
  }
}
