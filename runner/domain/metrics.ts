/**
 * What a backtest measured, by name. LEAN's statistics keep LEAN's names ("Sharpe Ratio"); beside
 * them stand ours: `net_pnl` and `max_drawdown` in percent, `trade_count` (LEAN's Total Orders),
 * `win_rate` (fraction), `profit_factor`, `sharpe_ratio`, `sortino_ratio`, `calmar_ratio`, …
 * A metric that could not be measured is absent, never 0. Infinite values are allowed, NaN is not.
 */
export type Metrics = Readonly<Record<string, number>>;

/** The metrics that stand at the top level of an evaluation's line; the rest go under `metrics`. */
export const HEADLINE_METRICS = [
  'net_pnl',
  'max_drawdown',
  'trade_count',
  'win_rate',
  'profit_factor',
] as const;

export type HeadlineMetric = (typeof HEADLINE_METRICS)[number];
