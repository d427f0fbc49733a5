import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Space } from '../domain/space.ts';
import type { Cell } from './delimited-text.ts';
import type { EvaluationBatch, EvaluationBatches } from './evaluation-batches.ts';
import type { ColumnDefinition, ColumnValues } from './parquet-column.ts';
import { ENCODERS, typeOf, withoutRepeats } from './parquet-values.ts';

/** A column of the table of all evaluations of a search. */
export interface EvaluationColumn extends ColumnDefinition {
  value(evaluation: Evaluation, batch: EvaluationBatch): Cell;
}

/** Everything that lines say of evaluations, numbers as exact as there; execution last. */
export function evaluationColumns(
  { metrics, variationMetrics }: Pick<EvaluationBatches, 'metrics' | 'variationMetrics'>,
  { parameters }: Pick<Space, 'parameters'>,
): readonly EvaluationColumn[] {
  const columns: EvaluationColumn[] = [
    { name: 'id', type: 'INT32', value: ({ id }) => id },
    { name: 'stage', type: 'UTF8', value: ({ stage }) => stage },
    { name: 'stage_detail', type: 'UTF8', value: ({ stage_detail: detail }) => detail },
    { name: 'sampler', type: 'UTF8', value: ({ sampler }) => sampler },
    { name: 'batch', type: 'INT32', value: ({ batch }) => batch },
    ...parameters.map((parameter): EvaluationColumn => {
      const { name } = parameter;
      const type = typeOf(parameter);
      const own = ({ params }: Evaluation): Cell => params[name];
      // Categories of several kinds are texts.
      const text = ({ params }: Evaluation): Cell =>
        params[name] === undefined ? undefined : String(params[name]);
      return { name, type, value: type === 'UTF8' ? text : own };
    }),
    { name: 'status', type: 'UTF8', value: ({ status }) => status },
    { name: 'fitness', type: 'DOUBLE', value: ({ fitness }) => fitness },
    ...metrics.map((name): EvaluationColumn => {
      return { name, type: 'DOUBLE', value: (evaluation) => metricOf(evaluation, name) };
    }),
    ...variationMetrics.map((name): EvaluationColumn => {
      const value = (evaluation: Evaluation, batch: EvaluationBatch): Cell =>
        batch.variationMetric(evaluation, name);
      return { name, type: 'FLOAT', value };
    }),
    { name: 'violations', type: 'UTF8', value: ({ violations }) => violationsText(violations) },
    { name: 'error', type: 'UTF8', value: ({ error }) => error },
    { name: 'attempt', type: 'INT32', value: ({ attempt }) => attempt },
    { name: 'slot', type: 'INT32', value: ({ slot }) => slot },
    { name: 'ms', type: 'DOUBLE', value: ({ ms }) => ms },
    { name: 'at', type: 'UTF8', value: ({ at }) => at },
  ];
  return withoutRepeats(columns);
}

/** Nothing where all limits hold. */
function violationsText(violations: Evaluation['violations']): string | null {
  const names = Object.entries(violations);
  return names.length === 0 ? null : names.map(([name, by]) => `${name}: ${by}`).join('; ');
}

/** The values of a column as Parquet has them. */
export function columnValues(column: EvaluationColumn, cells: readonly Cell[]): ColumnValues {
  const present = new Uint8Array(cells.length);
  const values: unknown[] = [];
  for (const [row, cell] of cells.entries()) {
    if (cell === null || cell === undefined) continue;
    present[row] = 1;
    values.push(cell);
  }
  const plain = ENCODERS[column.type](values, new Map());
  return {
    rows: cells.length,
    plain,
    present: values.length === cells.length ? null : present,
  };
}
