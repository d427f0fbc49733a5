/** Our metrics by the name of LEAN's statistic that says the same; percentages may be fractions of ours. */
const SAME = {
  net_pnl: { name: 'Net Profit', factor: 1 },
  max_drawdown: { name: 'Drawdown', factor: 1 },
  sharpe_ratio: { name: 'Sharpe Ratio', factor: 1 },
  sortino_ratio: { name: 'Sortino Ratio', factor: 1 },
  win_rate: { name: 'Win Rate', factor: 0.01 },
  trade_count: { name: 'Total Orders', factor: 1 },
} as const;

/** What LEAN's printed statistics say in our metrics, as exactly as LEAN printed it. */
export function leanMetrics(
  statistics: Readonly<Record<string, string>>,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [metric, { name, factor }] of Object.entries(SAME)) {
    const value = Number.parseFloat(statistics[name] ?? '');
    if (Number.isFinite(value)) found[metric] = value * factor;
  }
  return found;
}
