import type { BarColumns } from '../data/columns.ts';
import type { OrderTicket } from './order.ts';
import type { Security } from './security.ts';

const HOUR = 3_600_000;
/** Prices that are older than this when an order is sent are stale. */
const STALE_AFTER = HOUR;

/**
 * Price at which an order is filled now, or NaN where it is not: LEAN's fill models, of which
 * equities have one of their own. Bars that only repeat old data fill nothing.
 */
export function fillPrice(order: OrderTicket, now: number): number {
  const { security } = order;
  if (security.dataIndex < 0) return Number.NaN;
  if (order.type === 'marketOnClose') return closingPrice(order, now);
  if (!canFill(security, now)) return Number.NaN;
  const isEquity = security.symbol.securityType === 'equity';
  switch (order.type) {
    case 'market':
      return isEquity ? equityMarketPrice(order) : marketPrice(order);
    case 'marketOnOpen':
      return isEquity ? equityOpeningPrice(order) : openingPrice(order, now);
    case 'limit':
      return isEquity ? equityLimitPrice(order) : limitPrice(order);
    case 'stopMarket':
      return isEquity ? equityStopPrice(order) : stopPrice(order);
    case 'stopLimit':
      return stopLimitPrice(order);
  }
}

/** Open now, or within the newest bar: of a day's bar anywhere in its last day. */
function canFill({ columns, dataIndex, hours }: Security, now: number): boolean {
  const end = columns.end[dataIndex] as number;
  if (end === now || hours.isOpen(now)) return true;
  return end - (columns.start[dataIndex] as number) > HOUR && hours.isSameDay(now, end);
}

/** The bar that an order is filled from: the side of the quotes that it meets, or else trades. */
interface Prices {
  readonly at: number;
  readonly open: BarColumns['open'];
  readonly high: BarColumns['open'];
  readonly low: BarColumns['open'];
  readonly close: BarColumns['open'];
}

function pricesOf({ security, quantity }: OrderTicket): Prices {
  const { columns, dataIndex, index } = security;
  const { quotes } = columns;
  const at = quotes === null ? -1 : (quotes.source[index] as number);
  if (quotes === null || at < 0) return { at: dataIndex, ...tradesOf(columns) };
  return quantity < 0
    ? { at, open: quotes.bidOpen, high: quotes.bidHigh, low: quotes.bidLow, close: quotes.bidClose }
    : {
        at,
        open: quotes.askOpen,
        high: quotes.askHigh,
        low: quotes.askLow,
        close: quotes.askClose,
      };
}

function tradesOf({ open, high, low, close }: BarColumns): Omit<Prices, 'at'> {
  return { open, high, low, close };
}

/** Whether the bar is older than the order's own moment allows, so that a newer one is waited for. */
function waits({ columns, period }: Security, at: number, orderTime: number): boolean {
  const end = columns.end[at] as number;
  if (end + STALE_AFTER >= orderTime) return false;
  return period >= HOUR || orderTime - end > period;
}

function marketPrice(order: OrderTicket): number {
  const { security } = order;
  const { at, open, close } = pricesOf(order);
  if (waits(security, at, order.time)) return Number.NaN;
  // An order that waited since before the bar began gets its open.
  const start = security.columns.start[at] as number;
  const isOpening = security.period >= HOUR && order.time <= start;
  return (isOpening ? open[at] : close[at]) as number;
}

/** The best price there is: fresh quotes, else fresh trades, else the newer of them. */
function equityMarketPrice(order: OrderTicket): number {
  const { security, time } = order;
  const { columns, dataIndex } = security;
  const quoted = pricesOf(order);
  const isFresh = (at: number) => (columns.end[at] as number) >= time - STALE_AFTER;
  if (isFresh(quoted.at)) return quoted.close[quoted.at] as number;
  const traded = { at: dataIndex, ...tradesOf(columns) };
  const best = dataIndex > quoted.at ? traded : quoted;
  if (!isFresh(best.at) && waits(security, best.at, time)) return Number.NaN;
  return best.close[best.at] as number;
}

/** The open of the first bar that began after the order, on another day if the order came in hours. */
function equityOpeningPrice({ security, time, wasOpen }: OrderTicket): number {
  const { columns, dataIndex, hours } = security;
  const start = columns.start[dataIndex] as number;
  const end = columns.end[dataIndex] as number;
  if (start < time || end <= time) return Number.NaN;
  if (end - start < HOUR && !hours.isOpen(start)) return Number.NaN;
  if (wasOpen && hours.isSameDay(time, end)) return Number.NaN;
  return columns.open[dataIndex] as number;
}

function openingPrice(order: OrderTicket, now: number): number {
  const { security, time } = order;
  const { columns, dataIndex, hours } = security;
  if ((columns.end[dataIndex] as number) <= time) return Number.NaN;
  if (order.wasOpen && hours.isSameDay(time, now)) return Number.NaN;
  const { at, open } = pricesOf(order);
  return open[at] as number;
}

/** The newest price at the first moment at or after the close that follows the order. */
function closingPrice(order: OrderTicket, now: number): number {
  const { security } = order;
  if (now < security.hours.nextClose(order.time)) return Number.NaN;
  if (security.symbol.securityType === 'equity') return security.price;
  const { at, close } = pricesOf(order);
  return close[at] as number;
}

/** A bar that opens beyond the limit fills at its open, which is better. */
function equityLimitPrice({ security, quantity, limitPrice: limit, time }: OrderTicket): number {
  const { columns, dataIndex } = security;
  if ((columns.end[dataIndex] as number) <= time) return Number.NaN;
  const open = columns.open[dataIndex] as number;
  if (quantity > 0) {
    if (!((columns.low[dataIndex] as number) < limit)) return Number.NaN;
    return Math.min(open, limit);
  }
  if (!((columns.high[dataIndex] as number) > limit)) return Number.NaN;
  return Math.max(open, limit);
}

/** Far beyond the limit a bar's worst price is still better. */
function limitPrice(order: OrderTicket): number {
  const { at, high, low } = pricesOf(order);
  if ((order.security.columns.end[at] as number) <= order.time) return Number.NaN;
  const [highest, lowest] = [high[at] as number, low[at] as number];
  if (order.quantity > 0) {
    return lowest < order.limitPrice ? Math.min(highest, order.limitPrice) : Number.NaN;
  }
  return highest > order.limitPrice ? Math.max(lowest, order.limitPrice) : Number.NaN;
}

/** A bar that opens beyond the stop fills at its open, which is worse. */
function equityStopPrice({ security, quantity, stopPrice: stop, time }: OrderTicket): number {
  const { columns, dataIndex } = security;
  if ((columns.end[dataIndex] as number) <= time) return Number.NaN;
  const open = columns.open[dataIndex] as number;
  if (quantity > 0) {
    if (!((columns.high[dataIndex] as number) >= stop)) return Number.NaN;
    return Math.max(open, stop);
  }
  if (!((columns.low[dataIndex] as number) <= stop)) return Number.NaN;
  return Math.min(open, stop);
}

/** The worse of the stop and the bar's last price. */
function stopPrice(order: OrderTicket): number {
  const { at, high, low, close } = pricesOf(order);
  if ((order.security.columns.end[at] as number) <= order.time) return Number.NaN;
  const last = close[at] as number;
  if (order.quantity > 0) {
    return (high[at] as number) > order.stopPrice ? Math.max(order.stopPrice, last) : Number.NaN;
  }
  return (low[at] as number) < order.stopPrice ? Math.min(order.stopPrice, last) : Number.NaN;
}

function stopLimitPrice(order: OrderTicket): number {
  const { at, high, low, close } = pricesOf(order);
  if ((order.security.columns.end[at] as number) <= order.time) return Number.NaN;
  const [highest, lowest, last] = [high[at] as number, low[at] as number, close[at] as number];
  const buys = order.quantity > 0;
  if (buys ? highest > order.stopPrice : lowest < order.stopPrice) order.stopTriggered = true;
  if (!order.stopTriggered) return Number.NaN;
  // The close decides, since the bar's extreme may lie before the stop was reached.
  if (buys) return last < order.limitPrice ? Math.min(highest, order.limitPrice) : Number.NaN;
  return last > order.limitPrice ? Math.max(lowest, order.limitPrice) : Number.NaN;
}
