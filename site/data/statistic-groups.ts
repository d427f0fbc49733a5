import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { VariationFigures } from '../../runner/server/evaluation-views.ts';
import { formatFitness, formatNumber, formatPercent, formatValue } from './format.ts';
import { leanText } from './statistic-rows.ts';
import { metricOf } from './top-columns.ts';

export type NamedText = readonly [name: string, text: string];

export interface StatisticGroup {
  readonly title: string;
  readonly rows: readonly NamedText[];
}

type Unit = 'percent' | 'fraction' | 'ratio' | 'money' | 'count' | 'days';
type Known = Readonly<Record<string, readonly [label: string, unit: Unit]>>;

/** Our metrics by what they tell of; units as the engines measure them. */
const GROUPS: readonly (readonly [title: string, Known])[] = [
  [
    'Return',
    {
      net_pnl: ['Net profit', 'percent'],
      compounding_annual_return: ['Compounding annual return', 'percent'],
      end_equity: ['End equity', 'money'],
      alpha: ['Alpha', 'ratio'],
      beta: ['Beta', 'ratio'],
    },
  ],
  [
    'Risk',
    {
      max_drawdown: ['Max drawdown', 'percent'],
      drawdown_recovery: ['Drawdown recovery', 'days'],
      annual_standard_deviation: ['Annual standard deviation', 'fraction'],
      annual_variance: ['Annual variance', 'ratio'],
      value_at_risk_95: ['Value at risk, 95%', 'fraction'],
      value_at_risk_99: ['Value at risk, 99%', 'fraction'],
      tracking_error: ['Tracking error', 'fraction'],
    },
  ],
  [
    'Ratios',
    {
      sharpe_ratio: ['Sharpe', 'ratio'],
      sortino_ratio: ['Sortino', 'ratio'],
      calmar_ratio: ['Calmar', 'ratio'],
      probabilistic_sharpe_ratio: ['Probabilistic Sharpe', 'fraction'],
      information_ratio: ['Information ratio', 'ratio'],
      treynor_ratio: ['Treynor', 'ratio'],
    },
  ],
  [
    'Trades',
    {
      trade_count: ['Orders', 'count'],
      closed_trades: ['Closed trades', 'count'],
      win_rate: ['Win rate', 'fraction'],
      loss_rate: ['Loss rate', 'fraction'],
      average_win: ['Average win', 'fraction'],
      average_loss: ['Average loss', 'fraction'],
      profit_factor: ['Profit factor', 'ratio'],
      profit_loss_ratio: ['Profit-loss ratio', 'ratio'],
      expectancy: ['Expectancy', 'ratio'],
    },
  ],
  [
    'Costs',
    {
      total_fees: ['Total fees', 'money'],
      portfolio_turnover: ['Portfolio turnover', 'fraction'],
    },
  ],
];

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  percent: (value) => formatPercent(value, 2),
  fraction: (value) => formatPercent(value * 100, 2),
  ratio: (value) => formatNumber(value, 3),
  money: (value) => formatNumber(value, 2),
  count: (value) => formatNumber(value),
  days: (value) => `${formatNumber(value)} days`,
};

const KNOWN: Known = Object.assign({}, ...GROUPS.map(([, known]) => known));

/** Label and text of one metric, by its unit where that is known, else as it is. */
export function metricText(name: string, value: number | null): NamedText {
  const [label = name, unit] = KNOWN[name] ?? [];
  if (value === null) return [label, 'not measured'];
  return [label, unit === undefined ? formatValue(value, 7) : FORMATS[unit](value)];
}

/**
 * All that an evaluation measured: fitness and objectives, our metrics by what they tell of, those
 * that the strategy measures itself, and LEAN's statistics as LEAN prints them. A strategy of steps
 * has its metrics in their place, which are told once. Groups without any row are left out.
 */
export function statisticGroups(
  evaluation: Evaluation,
  leans: Readonly<Record<string, string>> = {},
  variations: readonly VariationFigures[] = [],
): readonly StatisticGroup[] {
  const row = (name: string): readonly NamedText[] => {
    const value = metricOf(evaluation, name);
    return value === undefined ? [] : [metricText(name, value)];
  };
  const known = GROUPS.map(([title, names]) => ({ title, rows: Object.keys(names).flatMap(row) }));
  const own = Object.keys(evaluation.metrics).filter((name) => !(name in KNOWN));
  const objectives = (evaluation.objectives ?? []).map((value, index): NamedText => {
    return [`Objective ${index + 1}`, formatFitness(value)];
  });
  const told = new Set(
    variations.flatMap(({ name, metrics }) =>
      Object.keys(metrics).map((metric) => `${name.toLowerCase()}_${metric}`),
    ),
  );
  const lean = Object.entries(leans)
    .filter(([name]) => metricOf(evaluation, name) === undefined && !told.has(name))
    .map(([name, text]): NamedText => [name, leanText(text)]);
  const score: NamedText = ['Fitness', formatFitness(evaluation.fitness)];
  const groups: StatisticGroup[] = [
    { title: 'Score', rows: [score, ...objectives] },
    ...known,
    { title: 'Strategy’s own', rows: own.flatMap(row) },
    { title: 'LEAN’s statistics', rows: lean },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}
