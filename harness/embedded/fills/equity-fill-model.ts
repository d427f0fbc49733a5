import { startOf } from '../data/columns.ts';
import type { FillOrder } from './fill-model.ts';
import { HOUR, isFresh, pricesOf, tradesOf, waits } from './fill-prices.ts';
import { ImmediateFillModel, isOld, slipped } from './immediate-fill-model.ts';

/** LEAN's model for shares: limits and stops look at trades, and a gap fills at the bar's open. */
export class EquityFillModel extends ImmediateFillModel {
  /** The best price there is: fresh quotes, else fresh trades, else the newer of them. */
  protected override marketFill(order: FillOrder): number {
    const { security, time } = order;
    const { columns, dataIndex } = security;
    const quoted = pricesOf(order);
    if (isFresh(security, quoted.at, time))
      return slipped(order, quoted.close[quoted.at] as number);
    const best = dataIndex > quoted.at ? tradesOf(columns, dataIndex) : quoted;
    if (waits(security, best.at, time)) return Number.NaN;
    return slipped(order, best.close[best.at] as number);
  }

  /** The open of the first bar that began after the order, on another day if the order came in hours. */
  protected override marketOnOpenFill(order: FillOrder): number {
    const { security, time, wasOpen } = order;
    const { columns, dataIndex, hours } = security;
    const start = startOf(columns, dataIndex);
    const end = columns.end[dataIndex] as number;
    if (start < time || end <= time) return Number.NaN;
    if (end - start < HOUR && !hours.isOpen(start)) return Number.NaN;
    if (wasOpen && hours.isSameDay(time, end)) return Number.NaN;
    return slipped(order, columns.open[dataIndex] as number);
  }

  protected override marketOnCloseFill(order: FillOrder, now: number): number {
    const { security } = order;
    if (now < security.hours.nextClose(order.time)) return Number.NaN;
    return slipped(order, security.price);
  }

  /** A bar that opens beyond the limit fills at its open, which is better. */
  protected override limitFill(order: FillOrder): number {
    const { security, quantity, limitPrice: limit } = order;
    const { columns, dataIndex } = security;
    if (isOld(order, dataIndex)) return Number.NaN;
    const open = columns.open[dataIndex] as number;
    if (quantity > 0) {
      if (!((columns.low[dataIndex] as number) < limit)) return Number.NaN;
      return Math.min(open, limit);
    }
    if (!((columns.high[dataIndex] as number) > limit)) return Number.NaN;
    return Math.max(open, limit);
  }

  /** A bar that opens beyond the stop fills at its open, which is worse. */
  protected override stopMarketFill(order: FillOrder): number {
    const { security, quantity, stopPrice: stop } = order;
    const { columns, dataIndex } = security;
    if (isOld(order, dataIndex)) return Number.NaN;
    const open = columns.open[dataIndex] as number;
    if (quantity > 0) {
      if (!((columns.high[dataIndex] as number) >= stop)) return Number.NaN;
      return slipped(order, Math.max(open, stop));
    }
    if (!((columns.low[dataIndex] as number) <= stop)) return Number.NaN;
    return slipped(order, Math.min(open, stop));
  }

  protected override limitIfTouchedFill(order: FillOrder): number {
    const { security, quantity, triggerPrice, limitPrice } = order;
    const { columns, dataIndex: at } = security;
    if (isOld(order, at)) return Number.NaN;
    const buys = quantity > 0;
    const touches = buys
      ? (columns.low[at] as number) <= triggerPrice
      : (columns.high[at] as number) >= triggerPrice;
    if (touches) order.triggerTouched = true;
    if (!order.triggerTouched) return Number.NaN;
    if (buys) return security.askPrice <= limitPrice ? security.askPrice : Number.NaN;
    return security.bidPrice >= limitPrice ? security.bidPrice : Number.NaN;
  }
}
