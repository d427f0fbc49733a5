import type { Algorithm } from '../leantune.ts';
import type { BacktestContext } from './backtest-context.ts';
import type { MarginCallOrder } from './margin-call-order.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';

/** LEAN asks at slices that are at least so far apart. */
export const MARGIN_CALL_INTERVAL = 5 * 60_000;
/** Margin may exceed the portfolio's value by this before positions are closed. */
export const MOST_MARGIN_USED = 1.1;
/** Below this part of the portfolio's value the algorithm is warned. */
const LEAST_MARGIN_REMAINING = 0.05;

type Receiver = Pick<Algorithm, 'onMarginCall' | 'onMarginCallWarning'>;

/** LEAN's default: warns, then closes as much as the margin is short of, the largest losses first. */
export function callMargins(
  { portfolio, transactions, clock }: BacktestContext,
  algorithm: Receiver,
): void {
  const used = portfolio.totalMarginUsed;
  if (used <= 0) return;
  const value = portfolio.totalPortfolioValue;
  const remaining = value - portfolio.unsettledCash - used;
  let isWarned = remaining <= value * LEAST_MARGIN_REMAINING;
  let orders: MarginCallOrder[] = [];
  if (remaining <= 0) {
    if (used > value * MOST_MARGIN_USED) orders = marginCallOrders(portfolio, used - value);
    isWarned = orders.length > 0;
  }
  let executed = 0;
  if (orders.length > 0 && orders.every(({ security }) => security.isOpen(clock.utc))) {
    algorithm.onMarginCall(orders);
    for (const order of losersFirst(orders)) {
      if (portfolio.marginRemaining >= 0) break;
      transactions.submit(order);
      executed++;
    }
  }
  if (executed === 0 && isWarned) algorithm.onMarginCallWarning();
}

/** An order for each position that binds margin, as if it alone had to make up for what is missing. */
function marginCallOrders(portfolio: Portfolio, missing: number): MarginCallOrder[] {
  const orders: MarginCallOrder[] = [];
  for (const security of portfolio.securities) {
    const { quantity: held } = security.holdings;
    if (held === 0) continue;
    const size = Math.abs(reduction(portfolio, security, missing));
    if (size === 0) continue;
    const quantity = -Math.sign(held) * size;
    orders.push({ type: 'market', security, quantity, tag: 'Margin Call' });
  }
  return orders;
}

/** What brings the position's margin down by what is missing, all of it where that is less. */
function reduction(portfolio: Portfolio, security: Security, missing: number): number {
  const { buyingPowerModel: model } = security;
  const { quantity: held } = security.holdings;
  const kept = Math.max(0, model.getMaintenanceMargin(security, held) - missing);
  const value = portfolio.totalPortfolioValue;
  const target = value === 0 ? 0 : (kept * Math.sign(held)) / value;
  return model.getOrderQuantityForTarget(portfolio, security, { target, leastChange: 0 });
}

function losersFirst(orders: readonly MarginCallOrder[]): MarginCallOrder[] {
  return orders.toSorted(
    (a, b) => a.security.holdings.unrealizedProfit - b.security.holdings.unrealizedProfit,
  );
}
