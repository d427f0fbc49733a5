import type { MatrixView } from '../../runner/server/universe-views.ts';
import { labelOf } from '../data/compare-results.ts';
import { matrixGrid } from '../data/matrix-grid.ts';
import { element, part, setText } from './element.ts';
import { tint } from './heat-tint.ts';

function header(text: string): HTMLElement {
  return element('th', { scope: 'col', class: 'number' }, text);
}

/** One metric of every symbol's best on every symbol: a row for each best, own cells marked. */
export function showMatrix(
  table: HTMLTableElement,
  matrix: NonNullable<MatrixView['matrix']>,
  metric: string,
): void {
  const { rows, means } = matrixGrid(matrix, metric);
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Best of'),
    ...matrix.symbols.map((symbol) => header(`on ${symbol}`)),
    header('Mean elsewhere'),
  );
  const body = rows.map(({ symbol, cells, mean }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, symbol),
      ...cells.map(({ text, own, heat, title, none }) => {
        const shape = none ? 'number none' : 'number';
        const made = element('td', { class: shape, 'data-own': own, title });
        if (own) made.append(element('span', { class: 'visually-hidden' }, 'own: '));
        made.append(text);
        return tint(made, heat);
      }),
      element('td', { class: 'number mean' }, mean),
    ),
  );
  const foot = element(
    'tr',
    { class: 'means' },
    element('th', { scope: 'row' }, 'Mean of the others'),
    ...means.map((text) => element('td', { class: 'number mean' }, text)),
    element('td'),
  );
  const caption = part(table, 'caption', HTMLElement);
  setText(caption, `${labelOf(metric)} of every symbol's best on every symbol`);
  table.replaceChildren(
    caption,
    element('thead', {}, head),
    element('tbody', {}, ...body),
    element('tfoot', {}, foot),
  );
}
