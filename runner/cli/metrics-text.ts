import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import { valueText } from '../domain/number-text.ts';
import { tableText } from './table-text.ts';

interface Row {
  readonly label: string;
  value(evaluation: Evaluation): number | undefined;
  readonly unit?: '%';
  /** Fractions are shown in percent. */
  readonly times?: number;
}

const ROWS: readonly Row[] = [
  { label: 'fitness', value: (evaluation) => evaluation.fitness },
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

function metric(label: string, name: string, more: Pick<Row, 'unit' | 'times'> = {}): Row {
  return { label, value: (evaluation) => metricOf(evaluation, name), ...more };
}

/** The headline metrics of the best set, beside the same set on the holdout where there is one. */
export function metricsText(best: Evaluation, holdout: Evaluation | null): string {
  const rows = ROWS.filter((row) => row.value(best) !== undefined);
  const label = { title: '', text: (row: Row) => row.label };
  const inSample = column('in-sample', best);
  const columns =
    holdout === null ? [label, inSample] : [label, inSample, column('holdout', holdout)];
  return tableText(columns, rows);
}

function column(title: string, evaluation: Evaluation) {
  return { title, align: 'right' as const, text: (row: Row) => cell(row, evaluation) };
}

function cell({ value, unit, times = 1 }: Row, evaluation: Evaluation): string {
  const found = value(evaluation);
  if (found === undefined) return 'n/a';
  return `${valueText(found * times)}${unit === undefined ? '' : ` ${unit}`}`;
}
