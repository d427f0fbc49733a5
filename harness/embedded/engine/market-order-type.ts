import type { OrderType } from './order.ts';
import type { Security } from './security.ts';

/** Orders for the close must be sent this long before it. */
const CLOSE_BUFFER = 15.5 * 60_000;

/** What LEAN makes of a market order that is sent at a moment. */
export function marketOrderType(security: Security, utc: number, isDaily: boolean): OrderType {
  if (!security.isOpen(utc)) return 'marketOnOpen';
  const { hours } = security;
  if (!isDaily || hours.isAlwaysOpen) return 'market';
  return utc > hours.nextClose(utc) - CLOSE_BUFFER ? 'marketOnOpen' : 'marketOnClose';
}
