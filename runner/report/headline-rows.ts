import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import { valueText } from '../domain/number-text.ts';

/** A figure by which people judge a set. */
export interface HeadlineRow {
  readonly label: string;
  value(evaluation: Evaluation): number | undefined;
  /** With its unit; `n/a` where it was not measured. */
  text(evaluation: Evaluation): string;
}

export const HEADLINE_ROWS: readonly HeadlineRow[] = [
  row('fitness', ({ fitness }) => fitness),
  metric('net profit', 'net_pnl', { unit: '%' }),
  metric('annual return', 'compounding_annual_return', { unit: '%' }),
  metric('max drawdown', 'max_drawdown', { unit: '%' }),
  metric('calmar ratio', 'calmar_ratio'),
  metric('sharpe ratio', 'sharpe_ratio'),
  metric('sortino ratio', 'sortino_ratio'),
  metric('profit factor', 'profit_factor'),
  metric('win rate', 'win_rate', { unit: '%', times: 100 }),
  metric('trades', 'trade_count'),
];

interface Shown {
  readonly unit?: '%';
  /** Fractions are shown in percent. */
  readonly times?: number;
}

function metric(label: string, name: string, shown: Shown = {}): HeadlineRow {
  return row(label, (evaluation) => metricOf(evaluation, name), shown);
}

function row(label: string, value: HeadlineRow['value'], shown: Shown = {}): HeadlineRow {
  const { unit, times = 1 } = shown;
  return {
    label,
    value,
    text(evaluation) {
      const found = value(evaluation);
      if (found === undefined) return 'n/a';
      return `${valueText(found * times)}${unit === undefined ? '' : ` ${unit}`}`;
    },
  };
}
