import type { OrderType } from './order.ts';
import type { Security } from './security.ts';

/** Orders for the close must be sent this long before it. */
const CLOSE_BUFFER = 15.5 * 60_000;

/** What LEAN makes of a market order that is sent at a moment. */
export function marketOrderType(security: Security, utc: number): OrderType {
  if (!security.isOpen(utc)) return 'marketOnOpen';
  const { hours, data } = security;
  if (data.setup.resolution !== 'daily' || hours.isAlwaysOpen) return 'market';
  return isTooLateForClose(security, utc) ? 'marketOnOpen' : 'marketOnClose';
}

export function isTooLateForClose({ hours }: Security, utc: number): boolean {
  return utc > hours.nextClose(utc) - CLOSE_BUFFER;
}
