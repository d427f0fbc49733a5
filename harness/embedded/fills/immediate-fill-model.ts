import { startOf } from '../data/columns.ts';
import type { FillModel, FillOrder } from './fill-model.ts';
import { canFill, HOUR, pricesOf, waits } from './fill-prices.ts';

/**
 * LEAN's model for currencies, contracts for difference and cryptocurrencies: an order gets the side
 * of the quotes that it meets. Bars that only repeat old data fill nothing.
 */
export class ImmediateFillModel implements FillModel {
  fill(order: FillOrder, now: number): number {
    const { security } = order;
    if (security.dataIndex < 0) return Number.NaN;
    if (order.type === 'marketOnClose') return this.marketOnCloseFill(order, now);
    if (!canFill(security, now)) return Number.NaN;
    switch (order.type) {
      case 'market':
        return this.marketFill(order);
      case 'marketOnOpen':
        return this.marketOnOpenFill(order, now);
      case 'limit':
        return this.limitFill(order);
      case 'stopMarket':
        return this.stopMarketFill(order);
      case 'stopLimit':
        return this.stopLimitFill(order);
      case 'trailingStop':
        return this.trailingStopFill(order);
      case 'limitIfTouched':
        return this.limitIfTouchedFill(order);
    }
  }

  protected marketFill(order: FillOrder): number {
    const { security } = order;
    const { at, open, close } = pricesOf(order);
    if (waits(security, at, order.time)) return Number.NaN;
    // An order that waited since before the bar began gets its open.
    const start = startOf(security.columns, at);
    const isOpening = security.period >= HOUR && order.time <= start;
    return slipped(order, (isOpening ? open[at] : close[at]) as number);
  }

  protected marketOnOpenFill(order: FillOrder, now: number): number {
    const { security, time } = order;
    const { columns, dataIndex, hours } = security;
    if ((columns.end[dataIndex] as number) <= time) return Number.NaN;
    if (order.wasOpen && hours.isSameDay(time, now)) return Number.NaN;
    const { at, open } = pricesOf(order);
    return slipped(order, open[at] as number);
  }

  /** The newest price at the first moment at or after the close that follows the order. */
  protected marketOnCloseFill(order: FillOrder, now: number): number {
    if (now < order.security.hours.nextClose(order.time)) return Number.NaN;
    const { at, close } = pricesOf(order);
    return slipped(order, close[at] as number);
  }

  /** Far beyond the limit a bar's worst price is still better. */
  protected limitFill(order: FillOrder): number {
    const { at, high, low } = pricesOf(order);
    if (isOld(order, at)) return Number.NaN;
    const [highest, lowest] = [high[at] as number, low[at] as number];
    if (order.quantity > 0) {
      return lowest < order.limitPrice ? Math.min(highest, order.limitPrice) : Number.NaN;
    }
    return highest > order.limitPrice ? Math.max(lowest, order.limitPrice) : Number.NaN;
  }

  /** The worse of the stop and the bar's last price. */
  protected stopMarketFill(order: FillOrder): number {
    const { at, high, low, close } = pricesOf(order);
    if (isOld(order, at)) return Number.NaN;
    const last = slipped(order, close[at] as number);
    if (order.quantity > 0) {
      return (high[at] as number) > order.stopPrice ? Math.max(order.stopPrice, last) : Number.NaN;
    }
    return (low[at] as number) < order.stopPrice ? Math.min(order.stopPrice, last) : Number.NaN;
  }

  protected stopLimitFill(order: FillOrder): number {
    const { at, high, low, close } = pricesOf(order);
    if (isOld(order, at)) return Number.NaN;
    const [highest, lowest, last] = [high[at] as number, low[at] as number, close[at] as number];
    const buys = order.quantity > 0;
    if (buys ? highest > order.stopPrice : lowest < order.stopPrice) order.stopTriggered = true;
    if (!order.stopTriggered) return Number.NaN;
    // The close decides, since the bar's extreme may lie before the stop was reached.
    if (buys) return last < order.limitPrice ? Math.min(highest, order.limitPrice) : Number.NaN;
    return last > order.limitPrice ? Math.max(lowest, order.limitPrice) : Number.NaN;
  }

  /** As a stop; a bar that does not reach it draws the stop after its best price. */
  protected trailingStopFill(order: FillOrder): number {
    const { at, high, low, close } = pricesOf(order);
    if (isOld(order, at)) return Number.NaN;
    const last = slipped(order, close[at] as number);
    const buys = order.quantity > 0;
    const { stopPrice } = order;
    if (buys ? (high[at] as number) >= stopPrice : (low[at] as number) <= stopPrice) {
      return buys ? Math.max(stopPrice, last) : Math.min(stopPrice, last);
    }
    order.trail((buys ? low[at] : high[at]) as number);
    return Number.NaN;
  }

  /** Only where there are trades: LEAN does not touch off such an order by quotes. */
  protected limitIfTouchedFill(order: FillOrder): number {
    const { security, quantity, triggerPrice, limitPrice } = order;
    const { columns, dataIndex: at, symbol } = security;
    const hasTrades = symbol.securityType === 'equity' || symbol.securityType === 'crypto';
    if (!hasTrades || isOld(order, at)) return Number.NaN;
    const buys = quantity > 0;
    const touches = buys
      ? (columns.low[at] as number) <= triggerPrice
      : (columns.high[at] as number) >= triggerPrice;
    if (touches) order.triggerTouched = true;
    if (!order.triggerTouched) return Number.NaN;
    const isReached = buys ? security.bidPrice <= limitPrice : security.askPrice >= limitPrice;
    return isReached ? limitPrice : Number.NaN;
  }
}

/** Whether the bar ended before the order was sent. */
export function isOld({ security, time }: FillOrder, at: number): boolean {
  return (security.columns.end[at] as number) <= time;
}

/** A price made worse by what the security's model says. */
export function slipped(order: FillOrder, price: number): number {
  const slip = order.security.slippageModel.getSlippageApproximation(order.security, order);
  return order.quantity > 0 ? price + slip : price - slip;
}
