import { formatNumber, formatPercent } from './format.ts';

interface MetricStyle {
  readonly label: string;
  readonly format: (value: number | undefined) => string;
}

const ratio = (value: number | undefined) => formatNumber(value, 2);
const percent = (value: number | undefined) => formatPercent(value, 2);
const fraction = (value: number | undefined) =>
  formatPercent(value === undefined ? undefined : value * 100, 1);
const count = (value: number | undefined) => formatNumber(value, 0);

/** The metrics that have a column of their own, in the order in which traders read them. */
export const METRIC_STYLES: Readonly<Record<string, MetricStyle>> = {
  net_pnl: { label: 'Net profit', format: percent },
  max_drawdown: { label: 'Max drawdown', format: percent },
  sharpe_ratio: { label: 'Sharpe', format: ratio },
  sortino_ratio: { label: 'Sortino', format: ratio },
  calmar_ratio: { label: 'Calmar', format: ratio },
  profit_factor: { label: 'Profit factor', format: ratio },
  win_rate: { label: 'Win rate', format: fraction },
  trade_count: { label: 'Orders', format: count },
};

/** Of a metric without a column of its own its name, as a text. */
export function metricLabel(name: string): string {
  const words = name.replaceAll('_', ' ');
  return METRIC_STYLES[name]?.label ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function formatMetric(name: string, value: number | undefined): string {
  return (METRIC_STYLES[name]?.format ?? ratio)(value);
}
