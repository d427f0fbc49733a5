import type { OrderTicket } from './order.ts';

/**
 * Price at which an order is filled by its security's newest bar, or NaN where it is not; LEAN's
 * equity fill model. Never by a bar that ended before the order, nor by one that repeats old data.
 */
export function fillPrice(order: OrderTicket): number {
  const { security } = order;
  const { index, columns } = security;
  // Without fresh data the market counts as closed, and nothing is filled.
  if (index !== security.dataIndex || index < 0) return Number.NaN;
  if ((columns.end[index] as number) <= order.time) return Number.NaN;
  const open = columns.open[index] as number;
  switch (order.type) {
    case 'market':
    case 'marketOnClose':
      return columns.close[index] as number;
    case 'marketOnOpen':
      // The open of a bar that began before the order is past.
      return (columns.start[index] as number) < order.time ? Number.NaN : open;
    case 'limit':
      return limitPrice(order, open);
    case 'stopMarket':
      return stopPrice(order, open);
    case 'stopLimit':
      return stopLimitPrice(order);
  }
}

/** A bar that opens beyond the limit fills at its open, which is better. */
function limitPrice({ security, quantity, limitPrice: limit }: OrderTicket, open: number): number {
  const { columns, index } = security;
  if (quantity > 0) {
    if (!((columns.low[index] as number) < limit)) return Number.NaN;
    return Math.min(open, limit);
  }
  if (!((columns.high[index] as number) > limit)) return Number.NaN;
  return Math.max(open, limit);
}

/** A bar that opens beyond the stop fills at its open, which is worse. */
function stopPrice({ security, quantity, stopPrice: stop }: OrderTicket, open: number): number {
  const { columns, index } = security;
  if (quantity > 0) {
    if (!((columns.high[index] as number) >= stop)) return Number.NaN;
    return Math.max(open, stop);
  }
  if (!((columns.low[index] as number) <= stop)) return Number.NaN;
  return Math.min(open, stop);
}

function stopLimitPrice(order: OrderTicket): number {
  const { columns, index } = order.security;
  const high = columns.high[index] as number;
  const low = columns.low[index] as number;
  const close = columns.close[index] as number;
  const buys = order.quantity > 0;
  if (buys ? high > order.stopPrice : low < order.stopPrice) order.stopTriggered = true;
  if (!order.stopTriggered) return Number.NaN;
  // The close decides, since the bar's extreme may lie before the stop was reached.
  if (buys) return close < order.limitPrice ? Math.min(high, order.limitPrice) : Number.NaN;
  return close > order.limitPrice ? Math.max(low, order.limitPrice) : Number.NaN;
}
