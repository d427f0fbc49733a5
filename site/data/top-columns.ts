import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { ABSENT, formatDuration, formatFitness, formatNumber, formatValue } from './format.ts';
import { formatMetric, METRIC_STYLES, metricLabel } from './metric-format.ts';

export interface TopColumn {
  readonly key: string;
  readonly label: string;
  readonly group: 'evaluation' | 'metric' | 'parameter';
  readonly numeric: boolean;
  readonly text: (row: Evaluation) => string;
  /** As it was measured; undefined where it was not. */
  readonly value: (row: Evaluation) => string | number | boolean | undefined;
}

/** The same as the domain's; the site takes only types from there. */
export function metricOf(row: Evaluation, name: string): number | undefined {
  const headline = (row as unknown as Readonly<Record<string, number | undefined>>)[name];
  return headline ?? row.metrics[name];
}

function metricColumn(name: string): TopColumn {
  return {
    key: name,
    label: metricLabel(name),
    group: 'metric',
    numeric: true,
    text: (row) => formatMetric(name, metricOf(row, name)),
    value: (row) => metricOf(row, name),
  };
}

function metricColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  return Object.keys(METRIC_STYLES)
    .filter((name) => rows.some((row) => metricOf(row, name) !== undefined))
    .map(metricColumn);
}

/** Metrics beside the usual ones, by name. */
export function moreColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  const names = new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)));
  const others = [...names].filter((name) => !(name in METRIC_STYLES));
  return [...others.sort().map(metricColumn), DURATION];
}

const DURATION: TopColumn = {
  key: 'ms',
  label: 'Took',
  group: 'evaluation',
  numeric: true,
  text: ({ ms }) => formatDuration(ms / 1000),
  value: ({ ms }) => ms,
};

function parameterColumns(rows: readonly Evaluation[]): readonly TopColumn[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.params)));
  return [...names].map((name) => ({
    key: `param:${name}`,
    label: name,
    group: 'parameter',
    numeric: rows.every((row) => typeof (row.params[name] ?? 0) === 'number'),
    text: (row) => (name in row.params ? formatValue(row.params[name]) : ABSENT),
    value: (row) => row.params[name],
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
      value: (row) => row.fitness,
    },
    ...parameterColumns(rows),
    ...metricColumns(rows),
    {
      key: 'stage',
      label: 'Found by',
      group: 'evaluation',
      numeric: false,
      text: (row) => row.stage,
      value: (row) => row.stage,
    },
    {
      key: 'id',
      label: 'Evaluation',
      group: 'evaluation',
      numeric: true,
      text: (row) => `#${formatNumber(row.id)}`,
      value: (row) => row.id,
    },
  ];
}
