/** Those that LEAN itself prints. */
const LEAN_STATISTICS = new Set([
  'Total Orders',
  'Total Trades',
  'Average Win',
  'Average Loss',
  'Compounding Annual Return',
  'Drawdown',
  'Expectancy',
  'Start Equity',
  'End Equity',
  'Net Profit',
  'Sharpe Ratio',
  'Sortino Ratio',
  'Probabilistic Sharpe Ratio',
  'Loss Rate',
  'Win Rate',
  'Profit-Loss Ratio',
  'Alpha',
  'Beta',
  'Annual Standard Deviation',
  'Annual Variance',
  'Information Ratio',
  'Tracking Error',
  'Treynor Ratio',
  'Total Fees',
  'Estimated Strategy Capacity',
  'Lowest Capacity Asset',
  'Portfolio Turnover',
  'Drawdown Recovery',
  'OrderListHash',
]);

/** Statistics that a strategy added to LEAN's by itself, as numbers; NaN where a text is none. */
export function ownStatistics(
  statistics: Readonly<Record<string, string>>,
): Record<string, number> {
  const own = Object.entries(statistics).filter(([name]) => !LEAN_STATISTICS.has(name));
  return Object.fromEntries(own.map(([name, text]) => [name, readStatistic(text)]));
}

/** `$1,234.50`, `12.3%` and `-3` are numbers; NaN where the text is none. */
export function readStatistic(text: string | undefined): number {
  const plain = (text ?? '').replace(/^(-?)\$/, '$1').replaceAll(',', '');
  const percent = plain.endsWith('%');
  const number = percent ? plain.slice(0, -1) : plain;
  if (number.trim() === '' || !Number.isFinite(Number(number))) return Number.NaN;
  return Number(number) / (percent ? 100 : 1);
}
