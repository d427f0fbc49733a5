import { formatShare } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import {
  heatOf,
  sortRows,
  type UniverseColumn,
  universeColumns,
} from '../data/universe-columns.ts';
import type { UniverseRow } from '../data/universe-rows.ts';
import { element, part } from './element.ts';
import { tint } from './heat-tint.ts';
import { stateBadge } from './state-badge.ts';

export interface UniverseSort {
  readonly key: string;
  readonly descending: boolean;
}

const naturallyDescending = (key: string) => key !== 'symbol' && key !== 'state';

/** Where a symbol's own search is shown; a shared one has no page for each symbol. */
export function symbolPage(run: string, { folder }: Pick<UniverseRow, 'folder'>): string {
  return sitePath('/run/', folder === null ? { id: run } : { id: run, symbol: folder });
}

function stateCell({ state, share }: UniverseRow): HTMLElement {
  const cell = element('td', {}, stateBadge(state));
  if (share !== null && share < 1) {
    cell.append(' ', element('span', { class: 'note' }, formatShare(share)));
  }
  return cell;
}

function figureCell(column: UniverseColumn, row: UniverseRow, heat: number): HTMLElement {
  const cell = element('td', { class: column.numeric ? 'number' : null }, column.text(row));
  return tint(cell, heat);
}

/** Symbols × metrics, tinted by column. Fires `sort` (detail: UniverseSort). */
export class UniverseTable extends HTMLElement {
  #shown: readonly unknown[] = [];

  show(run: string, rows: readonly UniverseRow[], sort: UniverseSort): void {
    const now = [rows, sort.key, sort.descending];
    if (now.every((part, index) => part === this.#shown[index])) return;
    this.#shown = now;
    const columns = universeColumns(rows);
    this.#showHead(columns, sort);
    const chosen = columns.find(({ key }) => key === sort.key) ?? columns[0];
    const sorted = chosen ? sortRows(rows, chosen, sort.descending) : rows;
    const heats = new Map(columns.map((column) => [column, heatOf(rows, column)]));
    const focused = document.activeElement?.getAttribute('href');
    const body = sorted.map((row) => {
      const cells = columns.map((column) => {
        if (column.key === 'symbol') {
          const link = element('a', { href: symbolPage(run, row) }, row.symbol);
          return element('th', { scope: 'row' }, row.folder === null ? row.symbol : link);
        }
        if (column.key === 'state') return stateCell(row);
        return figureCell(column, row, heats.get(column)?.(row) ?? 0);
      });
      return element('tr', {}, ...cells);
    });
    part(this, 'tbody', HTMLElement).replaceChildren(...body);
    // Rows are made anew while a run moves: the keyboard must not lose its place.
    if (focused) this.querySelector<HTMLElement>(`tbody a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  /** The headers stay the same elements, so that one that was pressed keeps the focus. */
  #showHead(columns: readonly UniverseColumn[], sort: UniverseSort): void {
    const row = part(this, 'thead tr', HTMLElement);
    const keys = columns.map(({ key }) => key).join();
    if (row.dataset['keys'] !== keys) {
      row.dataset['keys'] = keys;
      row.replaceChildren(...columns.map((column) => this.#header(column)));
    }
    for (const header of row.children) {
      const current = header.getAttribute('data-key') === sort.key;
      if (current) header.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    }
  }

  #header({ key, label, numeric }: UniverseColumn): HTMLElement {
    const button = element('button', { type: 'button', class: 'sort' }, label);
    button.addEventListener('click', () => {
      const header = button.closest('th');
      const now = header?.getAttribute('aria-sort');
      const descending = now ? now === 'ascending' : naturallyDescending(key);
      this.dispatchEvent(new CustomEvent('sort', { detail: { key, descending } }));
    });
    const attributes = { scope: 'col', class: numeric ? 'number' : null, 'data-key': key };
    return element('th', attributes, button);
  }
}

customElements.define('universe-table', UniverseTable);
