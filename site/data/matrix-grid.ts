import type { MatrixCell, SymbolMatrix } from '../../runner/server/universe-views.ts';
import { directionOf, labelOf, measureText } from './compare-results.ts';
import { heatScale } from './heat-scale.ts';
import { METRIC_STYLES } from './metric-format.ts';

/** What a matrix can show. */
export const MATRIX_METRICS: readonly string[] = ['fitness', ...Object.keys(METRIC_STYLES)];

export interface GridCell {
  readonly text: string;
  /** There is no value: the text says why. */
  readonly none: boolean;
  /** Its own symbol's best. */
  readonly own: boolean;
  /** Among the sets on the same symbol, from −1 to 1. */
  readonly heat: number;
  /** In whole words. */
  readonly title: string;
}

export interface MatrixGrid {
  readonly rows: readonly {
    readonly symbol: string;
    readonly cells: readonly GridCell[];
    /** The mean on the other symbols where there is a value. */
    readonly mean: string;
  }[];
  /** By symbol the mean of the other symbols' sets. */
  readonly means: readonly string[];
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function titleOf(set: string, symbol: string, { status, metrics, error }: MatrixCell): string {
  const whose = `Best of ${set} on ${symbol}: `;
  if (status === 'failed') return `${whose}failed, ${error ?? 'without a word'}`;
  const named = MATRIX_METRICS.filter((name) => metrics[name] !== undefined);
  const figures = named.map((name) => `${labelOf(name)} ${measureText(name, metrics[name])}`);
  return `${whose}${[...(status === 'complete' ? [] : [status]), ...figures].join(', ')}`;
}

/** A metric of the matrix in words and colours; each symbol's column is scaled by itself. */
export function matrixGrid({ sets, symbols, cells }: SymbolMatrix, metric: string): MatrixGrid {
  const value = (row: number, column: number) => cells[row]?.[column]?.metrics[metric];
  const rows = sets.map((_, row) => row);
  const heats = symbols.map((_, column) =>
    heatScale(
      rows.map((row) => value(row, column)),
      directionOf(metric),
    ),
  );
  const isOwn = (row: number, column: number) => sets[row]?.symbol === symbols[column];
  const cellOf = (row: number, column: number, symbol: string): GridCell => {
    const cell = cells[row]?.[column] ?? { status: 'failed', metrics: {}, error: null };
    const figure = cell.metrics[metric];
    return {
      text: figure === undefined ? cell.status : measureText(metric, figure),
      none: figure === undefined,
      own: isOwn(row, column),
      heat: heats[column]?.(figure) ?? 0,
      title: titleOf(sets[row]?.symbol ?? '', symbol, cell),
    };
  };
  const away = (row: number) =>
    symbols.map((_, column) => (isOwn(row, column) ? undefined : value(row, column)));
  const foreign = (column: number) =>
    rows.map((row) => (isOwn(row, column) ? undefined : value(row, column)));
  return {
    rows: sets.map(({ symbol }, row) => ({
      symbol,
      cells: symbols.map((traded, column) => cellOf(row, column, traded)),
      mean: measureText(metric, mean(away(row))),
    })),
    means: symbols.map((_, column) => measureText(metric, mean(foreign(column)))),
  };
}
