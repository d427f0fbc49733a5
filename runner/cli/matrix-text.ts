import type { Travel } from '../analysis/travel.ts';
import { valueText } from '../domain/number-text.ts';
import { MATRIX_METRICS, type SymbolMatrix } from '../run/symbol-matrix.ts';
import type { Screen } from './screen.ts';
import { type Column, tableText } from './table-text.ts';

/** What can be shown of a matrix. */
export const SHOWN_METRICS: readonly string[] = ['fitness', ...MATRIX_METRICS];

export interface ShownMatrix {
  readonly matrix: SymbolMatrix;
  readonly travel: readonly Travel[];
  readonly metric: string;
}

/** Sets by symbols, and then the sets by how well they travel. */
export function matrixText(
  { matrix, travel, metric }: ShownMatrix,
  style: Screen['style'],
): string {
  const { sets, symbols, cells, changed } = matrix;
  const columns: Column<number>[] = [
    { title: `best of, by ${metric}`, text: (row) => sets[row]?.symbol ?? '' },
    ...symbols.map((symbol, column): Column<number> => {
      const text = (row: number) => {
        const cell = cells[row]?.[column];
        const value = cell?.metrics[metric];
        const shown = value === undefined ? (cell?.status ?? '') : valueText(value);
        return sets[row]?.symbol === symbol ? `[${shown}]` : shown;
      };
      return { title: `on ${symbol}`, align: 'right', text };
    }),
  ];
  const rows = sets.map((_, row) => row);
  const warning =
    changed.length === 0
      ? ''
      : `\n${style('yellow', 'Warning:')} the own best of ${changed.join(', ')} comes out otherwise than in the search: data or strategy changed since\n`;
  return `${tableText(columns, rows)}${warning}\n${style('bold', 'Travels well')}\n${tableText(TRAVEL, travel)}`;
}

const orNone = (value: number | null) => (value === null ? 'none' : valueText(value));

const TRAVEL: readonly Column<Travel>[] = [
  { title: 'best of', text: ({ symbol }) => symbol },
  { title: 'mean place', align: 'right', text: ({ place }) => valueText(place) },
  { title: 'valid on', align: 'right', text: ({ valid, others }) => `${valid} of ${others}` },
  { title: 'median elsewhere', align: 'right', text: ({ median }) => orNone(median) },
  { title: 'worst elsewhere', align: 'right', text: ({ worst }) => orNone(worst) },
  {
    title: "keeps of the others' own",
    align: 'right',
    text: ({ kept }) => (kept === null ? '' : `${Math.round(100 * kept)} %`),
  },
];
