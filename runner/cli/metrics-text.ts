import type { Evaluation } from '../domain/evaluation.ts';
import type { Baseline } from '../domain/run-record.ts';
import { HEADLINE_ROWS, type HeadlineRow } from '../report/headline-rows.ts';
import { tableText } from './table-text.ts';

/**
 * The headline metrics of the best set, beside the same set on the holdout and what it is compared
 * with where there are such.
 */
export function metricsText(
  best: Evaluation,
  holdout: Evaluation | null,
  baseline?: Baseline,
): string {
  const rows = HEADLINE_ROWS.filter((row) => row.value(best) !== undefined);
  const label = { title: '', text: (row: HeadlineRow) => row.label };
  const inSample = column('in-sample', best);
  const columns = [
    label,
    inSample,
    ...(holdout === null ? [] : [column('holdout', holdout)]),
    ...(baseline === undefined ? [] : [column(baseline.label, baseline.evaluation)]),
  ];
  return tableText(columns, rows);
}

function column(title: string, evaluation: Evaluation) {
  return { title, align: 'right' as const, text: (row: HeadlineRow) => row.text(evaluation) };
}
