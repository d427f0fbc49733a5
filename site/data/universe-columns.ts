import { directionOf, labelOf, measureText } from './compare-results.ts';
import { formatNumber } from './format.ts';
import { heatScale } from './heat-scale.ts';
import { METRIC_STYLES } from './metric-format.ts';
import { stateOrder } from './state-order.ts';
import type { UniverseRow } from './universe-rows.ts';

export interface UniverseColumn {
  readonly key: string;
  readonly label: string;
  readonly numeric: boolean;
  /** Whether more is better (1), less (−1), or neither (0), which has no colour. */
  readonly direction: -1 | 0 | 1;
  readonly value: (row: UniverseRow) => number | string | undefined;
  readonly text: (row: UniverseRow) => string;
}

function measureColumn(name: string, side: 'measures' | 'holdout'): UniverseColumn {
  const label = labelOf(name);
  return {
    key: side === 'holdout' ? `holdout_${name}` : name,
    label: side === 'holdout' ? `${label}, holdout` : label,
    numeric: true,
    direction: directionOf(name),
    value: (row) => row[side][name],
    text: (row) => measureText(name, row[side][name]),
  };
}

const SYMBOL: UniverseColumn = {
  key: 'symbol',
  label: 'Symbol',
  numeric: false,
  direction: 0,
  value: ({ symbol }) => symbol,
  text: ({ symbol }) => symbol,
};

const STATE: UniverseColumn = {
  key: 'state',
  label: 'State',
  numeric: false,
  direction: 0,
  value: (row) => stateOrder(row.state),
  text: ({ state }) => state,
};

const EVALUATIONS: UniverseColumn = {
  key: 'evaluations',
  label: 'Evaluations',
  numeric: true,
  direction: 0,
  value: ({ evaluations }) => evaluations,
  text: ({ evaluations }) => formatNumber(evaluations),
};

const HOLDOUT = ['fitness', 'net_pnl', 'max_drawdown'] as const;

/** The columns that any symbol has a value in; the states of one shared search say nothing. */
export function universeColumns(rows: readonly UniverseRow[]): readonly UniverseColumn[] {
  const own = rows.some(({ folder }) => folder !== null);
  const names = ['fitness', ...Object.keys(METRIC_STYLES)];
  const measured = names
    .filter((name) => name === 'fitness' || rows.some(({ measures }) => name in measures))
    .map((name) => measureColumn(name, 'measures'));
  const holdout = HOLDOUT.filter((name) => rows.some((row) => name in row.holdout)).map((name) =>
    measureColumn(name, 'holdout'),
  );
  return [SYMBOL, ...(own ? [STATE] : []), ...measured, ...holdout, ...(own ? [EVALUATIONS] : [])];
}

const collator = new Intl.Collator('en', { numeric: true });

/** Rows without a value go last, whatever the direction. */
export function sortRows(
  rows: readonly UniverseRow[],
  { value }: UniverseColumn,
  descending: boolean,
): readonly UniverseRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    const order =
      typeof left === 'string'
        ? collator.compare(left, String(right))
        : left === right
          ? 0
          : left - Number(right);
    return order * sign;
  });
}

/** How a row stands in a column, from −1 to 1. */
export function heatOf(
  rows: readonly UniverseRow[],
  { value, direction }: UniverseColumn,
): (row: UniverseRow) => number {
  const scale = heatScale(rows.map(value), direction);
  return (row) => scale(value(row));
}
