import type { Evaluation } from '../domain/evaluation.ts';
import { HEADLINE_ROWS, type HeadlineRow } from '../report/headline-rows.ts';
import { tableText } from './table-text.ts';

/** The headline metrics of the best set, beside the same set on the holdout where there is one. */
export function metricsText(best: Evaluation, holdout: Evaluation | null): string {
  const rows = HEADLINE_ROWS.filter((row) => row.value(best) !== undefined);
  const label = { title: '', text: (row: HeadlineRow) => row.label };
  const inSample = column('in-sample', best);
  const columns =
    holdout === null ? [label, inSample] : [label, inSample, column('holdout', holdout)];
  return tableText(columns, rows);
}

function column(title: string, evaluation: Evaluation) {
  return { title, align: 'right' as const, text: (row: HeadlineRow) => row.text(evaluation) };
}
