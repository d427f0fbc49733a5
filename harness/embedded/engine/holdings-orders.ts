import type { BacktestContext } from './backtest-context.ts';
import { wholeLots } from './lots.ts';
import { marketOrderType } from './market-order-type.ts';
import type { OrderTicket } from './order.ts';
import type { Security } from './security.ts';
import type { SecuritySymbol } from './security-symbol.ts';
import { quantityForTarget } from './target-quantity.ts';

/** Cancels a security's orders and closes its position. A market order that is on its way counts as done. */
export function closePosition(
  { transactions, clock }: BacktestContext,
  security: Security,
  tag: string,
): OrderTicket | null {
  const { holdings, symbol } = security;
  const quantity = holdings.invested ? holdings.quantity : 0;
  let pending = 0;
  for (const ticket of transactions.openTickets(symbol)) {
    if (ticket.type === 'market') pending += ticket.quantity;
    else ticket.cancel(tag);
  }
  if (quantity === 0 || quantity + pending === 0) return null;
  const type = marketOrderType(security, clock.utc);
  return transactions.submit({ type, security, quantity: -quantity - pending, tag });
}

interface Target {
  readonly symbol: SecuritySymbol | string;
  readonly weight: number;
}

/**
 * The orders for several targets in the order in which they are sent: first those that make a
 * position smaller, since they free margin, then by what they are worth. All quantities are reckoned
 * before the first is sent.
 */
export function targetOrders(
  context: BacktestContext,
  targets: readonly Target[],
): { readonly security: Security; readonly quantity: number }[] {
  const { portfolio } = context;
  return targets
    .map(({ symbol, weight }) => {
      const security = portfolio.security(symbol);
      const quantity = quantityForTarget(context, security, weight);
      const projected = security.holdings.quantity + pendingQuantity(context, security);
      const lots = wholeLots(quantity, security.properties.lotSize);
      const isReducing = projected !== 0 && Math.abs(lots + projected) < Math.abs(projected);
      return { security, quantity, lots, isReducing, value: Math.abs(lots * security.price) };
    })
    .filter(({ security, lots }) => security.hasData && security.isTradable && lots !== 0)
    .sort((a, b) => Number(b.isReducing) - Number(a.isReducing) || b.value - a.value);
}

function pendingQuantity({ transactions }: BacktestContext, { symbol }: Security): number {
  return transactions.openTickets(symbol).reduce((sum, { quantity }) => sum + quantity, 0);
}
