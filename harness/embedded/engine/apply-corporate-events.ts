import type { DividendEvent, SplitEvent } from '../data/corporate-events.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { Security } from './security.ts';
import type { SecurityEvent } from './slice.ts';

/**
 * Cancels open orders when a security gets another ticker, as LEAN does before the algorithm hears
 * of it, and closes what is held of a delisted one. Pays dividends and splits holdings where prices
 * are not adjusted for them. Adjusted prices hold both already; then an event is only news to the
 * algorithm.
 */
export function applyCorporateEvents(
  context: BacktestContext,
  events: readonly SecurityEvent[],
): void {
  for (const { security, event } of events) {
    if (event.kind === 'symbol-change') {
      cancelOrders(context, security, 'Open order cancelled on symbol changed event');
    } else if (event.kind === 'delisting' && event.type === 'delisted') delist(context, security);
  }
  for (const { security, event } of events) {
    if (event.kind === 'dividend') payDividend(context, security, event);
  }
  for (const { security, event } of events) {
    if (event.kind === 'split' && event.type === 'splitOccurred') split(context, security, event);
  }
}

function cancelOrders({ transactions }: BacktestContext, security: Security, tag: string): void {
  for (const ticket of transactions.openTickets(security.symbol)) ticket.cancel(tag);
  transactions.scan();
}

function delist(context: BacktestContext, security: Security): void {
  security.isTradable = false;
  context.transactions.liquidateDelisted(security);
  cancelOrders(context, security, '');
}

function payDividend(
  { portfolio }: BacktestContext,
  security: Security,
  { distribution }: DividendEvent,
): void {
  const { normalization } = security.data.subscription;
  if (normalization === 'Adjusted' || normalization === 'TotalReturn') return;
  portfolio.payDividend(security, distribution);
}

/** Whole shares stay; the rest is paid out at the new price. Open orders keep their worth. */
function split(
  { portfolio, transactions }: BacktestContext,
  security: Security,
  { factor }: SplitEvent,
): void {
  if (!security.hasRawPrices) return;
  const { holdings } = security;
  const quantity = holdings.quantity / factor;
  const whole = Math.trunc(quantity);
  security.split(factor);
  holdings.averagePrice *= factor;
  holdings.quantity = whole;
  portfolio.addAccountCash((quantity - whole) * security.price);
  for (const ticket of transactions.openTickets(security.symbol)) {
    const scaled = (price: number) => (price === 0 ? {} : price * factor);
    ticket.update({
      quantity: Math.trunc(ticket.quantity / factor),
      ...named('limitPrice', scaled(ticket.limitPrice)),
      ...named('stopPrice', scaled(ticket.stopPrice)),
      ...named('triggerPrice', scaled(ticket.triggerPrice)),
      ...named('trailingAmount', ticket.trailingAsPercentage ? {} : scaled(ticket.trailingAmount)),
    });
  }
}

function named(name: string, value: number | object): Record<string, number> {
  return typeof value === 'number' ? { [name]: value } : {};
}
