import type { Timeline } from '../data/timeline.ts';
import type { Pauses } from '../engine/milestone-watch.ts';
import type { Portfolio } from '../engine/portfolio.ts';
import type { Security } from '../engine/security.ts';

/** A security at one of LEAN's daily samples. Money is in account currency. */
export interface SecuritySample {
  readonly security: Security;
  readonly isHeld: boolean;
  /** Below 0 for a short position. */
  readonly holdingsValue: number;
  /** Of all fills so far, bought or sold. */
  readonly saleVolume: number;
  readonly marginUsed: number;
}

/** The pauses of a backtest that are LEAN's daily samples, and what each of them found. */
export interface PortfolioWatch extends Pauses {
  /** One for each of the timeline's daily samples that was reached. */
  readonly samples: readonly (readonly SecuritySample[])[];
}

/**
 * Looks at the portfolio once a day, as LEAN does for its charts. The loop over the slices is cut
 * into parts for it, so that a backtest that nobody draws pays nothing.
 */
export function watchPortfolio(
  { dailySlice }: Pick<Timeline, 'dailySlice'>,
  slices: number,
  portfolio: Pick<Portfolio, 'securities'>,
): PortfolioWatch {
  const samples: (readonly SecuritySample[])[] = [];
  return {
    ends: [...new Set([...Array.from(dailySlice, (slice) => slice + 1), slices])],
    samples,
    look(slices) {
      while ((dailySlice[samples.length] ?? Number.POSITIVE_INFINITY) < slices) {
        samples.push(portfolio.securities.map(sampleOf));
      }
    },
  };
}

function sampleOf(security: Security): SecuritySample {
  const { holdings, buyingPowerModel } = security;
  const { quantity, holdingsValue, totalSaleVolume: saleVolume } = holdings;
  const isHeld = quantity !== 0;
  const marginUsed = isHeld ? buyingPowerModel.getMaintenanceMargin(security, quantity) : 0;
  return { security, isHeld, holdingsValue, saleVolume, marginUsed };
}
