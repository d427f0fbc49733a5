import { type BarColumns, startOf } from '../data/columns.ts';
import type { FillOrder, FillSecurity } from './fill-model.ts';

export const HOUR = 3_600_000;
/** Prices that are older than this when an order is sent are stale. */
const STALE_AFTER = HOUR;

/** Open now, or within the newest bar: of a day's bar anywhere in its last day. */
export function canFill({ columns, dataIndex, hours }: FillSecurity, now: number): boolean {
  const end = columns.end[dataIndex] as number;
  if (end === now || hours.isOpen(now)) return true;
  return end - startOf(columns, dataIndex) > HOUR && hours.isSameDay(now, end);
}

/** The bar that an order is filled from: the side of the quotes that it meets, or else trades. */
export interface Prices {
  /** Position in the columns. */
  readonly at: number;
  readonly open: BarColumns['open'];
  readonly high: BarColumns['open'];
  readonly low: BarColumns['open'];
  readonly close: BarColumns['open'];
}

export function pricesOf({ security, quantity }: FillOrder): Prices {
  const { columns, dataIndex, index } = security;
  const { quotes } = columns;
  const at = quotes === null ? -1 : (quotes.source[index] as number);
  if (quotes === null || at < 0) return tradesOf(columns, dataIndex);
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

export function tradesOf({ open, high, low, close }: BarColumns, at: number): Prices {
  return { at, open, high, low, close };
}

/** Whether the bar was still fresh when the order was sent. */
export function isFresh({ columns }: FillSecurity, at: number, orderTime: number): boolean {
  return (columns.end[at] as number) + STALE_AFTER >= orderTime;
}

/** Whether the bar is older than the order's own moment allows, so that a newer one is waited for. */
export function waits(security: FillSecurity, at: number, orderTime: number): boolean {
  if (isFresh(security, at, orderTime)) return false;
  const { columns, period } = security;
  return period >= HOUR || orderTime - (columns.end[at] as number) > period;
}
