import { orderFee } from './fee-model.ts';
import { wholeLots } from './lots.ts';
import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';

/** Part of the portfolio that SetHoldings leaves in cash. */
const FREE_PORTFOLIO_VALUE = 0.0025;
/** Changes of margin below this part of the portfolio are not worth an order. */
const LEAST_ORDER_MARGIN = 0.001;
/** Far below a lot, far above what doubles lose against LEAN's decimals. */
const TOLERANCE = 1e-9;

/**
 * Signed quantity of the order that brings a holding to `target` times the portfolio's value, as
 * LEAN's SetHoldings reckons it: less the free buffer and the order's fee, in whole lots towards
 * zero. 0 where the change is too small.
 * @throws RangeError where the target is no number
 */
export function quantityForTarget(
  portfolio: Portfolio,
  security: Security,
  target: number,
): number {
  const value = portfolio.totalPortfolioValue;
  const { lotSize } = security.properties;
  const held = security.holdings.quantity;
  if (!Number.isFinite(target)) {
    throw new RangeError(
      `Cannot set holdings of ${security.symbol.value}: wanted a number as target, found ${target}`,
    );
  }
  if (security.price === 0 || value === 0) return 0;
  const fraction = (target * (1 - FREE_PORTFOLIO_VALUE)) / security.leverage;
  if (fraction === 0) return -held;
  const unit = unitMargin(security);
  let wanted = fraction * value;
  if (Math.abs(wanted - held * unit) < value * LEAST_ORDER_MARGIN) return 0;
  for (let previous = Number.NaN; ; ) {
    const final = wholeLots(wanted / unit, lotSize);
    const quantity = held === 0 ? final : wholeLots(final - held, lotSize);
    if (quantity === 0 || quantity === previous) return quantity;
    previous = quantity;
    wanted = fraction * (value - orderFee(security, quantity));
    if (Math.abs(final * unit) <= Math.abs(wanted) * (1 + TOLERANCE)) return quantity;
  }
}

/** Whether the margin that is free suffices for an order; closing a position always does. */
export function hasBuyingPower(
  portfolio: Portfolio,
  security: Security,
  quantity: number,
): boolean {
  const held = security.holdings.quantity;
  if (held * quantity < 0 && Math.abs(held) >= Math.abs(quantity)) return true;
  const unit = unitMargin(security);
  let free = portfolio.marginRemaining;
  if (held * quantity < 0) free += 2 * Math.abs(held) * unit;
  const required = Math.abs(quantity) * unit + orderFee(security, quantity);
  return required <= Math.max(0, free) * (1 + TOLERANCE);
}

function unitMargin(security: Security): number {
  return (security.price * security.properties.contractMultiplier) / security.leverage;
}
