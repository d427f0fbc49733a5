import type { Portfolio } from './portfolio.ts';
import type { Security } from './security.ts';
import type { Settings } from './settings.ts';

/**
 * Signed quantity of the order that brings a holding to `target` times the portfolio's value, as
 * LEAN's SetHoldings reckons it: less the free buffer and the order's fee, in whole lots towards
 * zero. 0 where the change is too small.
 * @throws RangeError where the target is no number
 */
export function quantityForTarget(
  { portfolio, settings }: { readonly portfolio: Portfolio; readonly settings: Settings },
  security: Security,
  target: number,
): number {
  if (!Number.isFinite(target)) {
    throw new RangeError(
      `Cannot set holdings of ${security.symbol.value}: wanted a number as target, found ${target}`,
    );
  }
  if (security.price === 0 || portfolio.totalPortfolioValue === 0) return 0;
  const { buyingPowerModel } = security;
  const free = 1 - settings.freePortfolioValuePercentage;
  return buyingPowerModel.getOrderQuantityForTarget(portfolio, security, {
    target: (target * free) / buyingPowerModel.getLeverage(security),
    leastChange: settings.minimumOrderMarginPortfolioPercentage,
  });
}
