import { isTooLateForClose } from './market-order-type.ts';
import type { OrderTicket } from './order.ts';
import type { Security } from './security.ts';

/**
 * Why LEAN does not even send an order; null where it does.
 * @throws Error where the order's type makes no sense for the market
 */
export function refusal(ticket: OrderTicket): string | null {
  const { security, quantity, type } = ticket;
  const { value: ticker } = security.symbol;
  const { lotSize } = security.properties;
  if (quantity === 0)
    return `Unable to submit order: its quantity is less than the lot (${lotSize}).`;
  if (!security.isTradable) {
    return `The security with symbol '${ticker}' is marked as non-tradable.`;
  }
  if (security.price === 0) {
    return `${ticker}: The security does not have an accurate price as it has not yet received a bar of data.`;
  }
  const missing = missingRate(security);
  if (missing !== null) {
    return `${ticker}: requires ${missing} to have a non-zero conversion rate. This can be caused by lack of data.`;
  }
  return type === 'marketOnOpen' || type === 'marketOnClose' ? openingRefusal(ticket) : null;
}

function missingRate({ quoteCurrency, baseCurrency }: Security): string | null {
  if (quoteCurrency.conversionRate === 0) return quoteCurrency.symbol;
  return baseCurrency !== null && baseCurrency.conversionRate === 0 ? baseCurrency.symbol : null;
}

function openingRefusal({ security, type, time }: OrderTicket): string | null {
  const isOpening = type === 'marketOnOpen';
  const name = isOpening ? 'MarketOnOpen' : 'MarketOnClose';
  const { hours, symbol } = security;
  if (hours.isAlwaysOpen) {
    throw new Error(
      `Market never closes for this symbol ${symbol.value}, can no submit a ${name} order.`,
    );
  }
  if (isOpening) {
    const isIntraday = security.data.setup.resolution !== 'daily';
    return isIntraday && security.isOpen(time)
      ? 'Cannot submit a MarketOnOpen order while the market is open.'
      : null;
  }
  if (!isTooLateForClose(security, time)) return null;
  return 'MarketOnClose orders must be placed within 00:15:30 before market close.';
}
