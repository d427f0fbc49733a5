import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { ABSENT, formatFitness, formatNumber, formatValue } from './format.ts';
import { formatMetric, METRIC_STYLES } from './metric-format.ts';

export interface TopColumn {
  readonly key: string;
  readonly label: string;
  readonly group: 'evaluation' | 'metric' | 'parameter';
  readonly numeric: boolean;
  readonly text: (row: Evaluation) => string;
}

/** The same as the domain's; the site takes only types from there. */
export function metricOf(row: Evaluation, name: string): number | undefined {
  const headline = (row as unknown as Readonly<Record<string, number | undefined>>)[name];
  return headline ?? row.metrics[name];
}

function metricColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  return Object.entries(METRIC_STYLES)
    .filter(([name]) => rows.some((row) => metricOf(row, name) !== undefined))
    .map(([name, { label }]) => ({
      key: name,
      label,
      group: 'metric',
      numeric: true,
      text: (row) => formatMetric(name, metricOf(row, name)),
    }));
}

function parameterColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.params)));
  return [...names].map((name) => ({
    key: `param:${name}`,
    label: name,
    group: 'parameter',
    numeric: rows.every((row) => typeof (row.params[name] ?? 0) === 'number'),
    text: (row) => (name in row.params ? formatValue(row.params[name]) : ABSENT),
  }));
}

/** The columns of the best evaluations: the score, then parameters, then the metrics they have. */
export function topColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  return [
    {
      key: 'fitness',
      label: 'Fitness',
      group: 'evaluation',
      numeric: true,
      text: (row) => formatFitness(row.fitness),
    },
    ...parameterColumns(rows),
    ...metricColumns(rows),
    {
      key: 'stage',
      label: 'Found by',
      group: 'evaluation',
      numeric: false,
      text: (row) => row.stage,
    },
    {
      key: 'id',
      label: 'Evaluation',
      group: 'evaluation',
      numeric: true,
      text: (row) => `#${formatNumber(row.id)}`,
    },
  ];
}
