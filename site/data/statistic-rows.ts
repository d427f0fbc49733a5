import type { BestView } from '../../runner/server/views.ts';
import { formatFitness } from './format.ts';
import { formatMetric, METRIC_STYLES } from './metric-format.ts';
import { metricOf } from './top-columns.ts';

export interface StatisticRow {
  readonly name: string;
  readonly search: string;
  /** Null where the name is not among the holdout's. */
  readonly holdout: string | null;
}

type Side = Omit<BestView, 'holdout'>;

function ours(side: Side): ReadonlyMap<string, string> {
  const { evaluation } = side;
  if (evaluation === null) return new Map();
  const metrics = Object.entries(METRIC_STYLES)
    .map(([name, { label }]) => ({ name, label, value: metricOf(evaluation, name) }))
    .filter(({ value }) => value !== undefined)
    .map(({ name, label, value }) => [label, formatMetric(name, value)] as const);
  return new Map([['Fitness', formatFitness(evaluation.fitness)], ...metrics]);
}

const LEAN_FIGURE = /^(-?)(\$?)(-?)(\d+)(\.\d+)?(%?)$/;

/** LEAN's figures as LEAN rounded them, but with thousands grouped and a true minus. */
export function leanText(text: string): string {
  const figure = LEAN_FIGURE.exec(text);
  if (figure === null) return text;
  const [, sign, currency, innerSign, whole = '', decimals = '', unit] = figure;
  const minus = sign || innerSign ? '−' : '';
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minus}${currency}${grouped}${decimals}${unit}`;
}

function lean(side: Side): ReadonlyMap<string, string> {
  return new Map(Object.entries(side.statistics).map(([name, text]) => [name, leanText(text)]));
}

function join(
  search: ReadonlyMap<string, string>,
  holdout: ReadonlyMap<string, string> | null,
): readonly StatisticRow[] {
  return [...search].map(([name, text]) => ({
    name,
    search: text,
    holdout: holdout?.get(name) ?? null,
  }));
}

/** Our metrics first, then LEAN's statistics, the holdout's beside those of the search. */
export function statisticRows(best: BestView): {
  readonly metrics: readonly StatisticRow[];
  readonly statistics: readonly StatisticRow[];
} {
  const { holdout } = best;
  return {
    metrics: join(ours(best), holdout && ours(holdout)),
    statistics: join(lean(best), holdout && lean(holdout)),
  };
}
