/** LEAN's settings of an algorithm. */
export class Settings {
  /** Part of the portfolio that SetHoldings leaves in cash. */
  freePortfolioValuePercentage = 0.0025;
  /** Changes of margin below this part of the portfolio are not worth an order. */
  minimumOrderMarginPortfolioPercentage = 0.001;
  /** Whether indicators begin with the bars before now, so that they are ready at once. */
  automaticIndicatorWarmUp = false;
}
