import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { evaluationPath } from '../data/evaluation-query.ts';
import type { TopColumn } from '../data/top-columns.ts';
import { sortKey, type TopView } from '../data/top-view.ts';
import { element } from './element.ts';
import { HoverEvent } from './explorer-events.ts';

/** The head of a table of the best. @param sort told by which column to sort */
export function topHead(
  columns: readonly TopColumn[],
  view: TopView,
  sort: (key: string) => void,
): HTMLTableRowElement {
  const head = element('tr', {}, element('th', { scope: 'col', class: 'number' }, 'Rank'));
  head.append(...columns.map((column) => header(column, view, sort)));
  return head;
}

function header(column: TopColumn, { by, order }: TopView, sort: (key: string) => void) {
  const key = sortKey(column);
  const made = element('th', {
    scope: 'col',
    class: column.numeric ? 'number' : null,
    'data-group': column.group,
    'aria-sort': key === by ? (order === 'most' ? 'descending' : 'ascending') : null,
  });
  if (key === null) {
    made.append(column.label);
    return made;
  }
  const button = element('button', { type: 'button', class: 'sort', 'data-sort': key });
  button.append(column.label);
  button.addEventListener('click', () => sort(key));
  made.append(button);
  return made;
}

/** Its rows, each of which opens its evaluation. */
export function topRows(
  rows: readonly Evaluation[],
  columns: readonly TopColumn[],
  search: { readonly run: string; readonly symbol: string },
): readonly HTMLTableRowElement[] {
  return rows.map((row, index) => {
    const rank = element('th', { scope: 'row', class: 'number' }, String(index + 1));
    const href = evaluationPath({ ...search, id: String(row.id) });
    const cells = columns.map((column) => {
      const text = column.text(row);
      const content = column.key === 'id' ? element('a', { href }, text) : text;
      return element('td', { class: column.numeric ? 'number' : null }, content);
    });
    return element('tr', { 'data-id': row.id }, rank, ...cells);
  });
}

/** The boxes that choose columns; they stand as long as there are the same, so that focus stays. */
export function listColumns(
  list: HTMLElement,
  all: readonly TopColumn[],
  shown: readonly TopColumn[],
): void {
  const keys = all.map(({ key }) => key).join('\n');
  if (list.dataset['keys'] === keys) return;
  list.dataset['keys'] = keys;
  list.replaceChildren(
    ...all.map(({ key, label }) => {
      const checked = shown.some((column) => column.key === key);
      const box = element('input', { type: 'checkbox', value: key, checked });
      return element('li', {}, element('label', { class: 'check' }, box, label));
    }),
  );
}

/** Tells which row's evaluation is pointed at, by mouse or by the focus. */
export function tellHover(body: HTMLElement): void {
  for (const kind of ['pointerover', 'focusin']) {
    body.addEventListener(kind, ({ target }) => {
      const row = (target as Element).closest('tr');
      body.dispatchEvent(new HoverEvent(Number(row?.dataset['id']) || null));
    });
  }
  for (const kind of ['pointerleave', 'focusout']) {
    body.addEventListener(kind, () => body.dispatchEvent(new HoverEvent(null)));
  }
}

/** Marks the row of an evaluation; null marks none. */
export function markRow(body: HTMLElement, id: number | null): void {
  for (const row of body.querySelectorAll<HTMLElement>('tr')) {
    row.classList.toggle('pointed', id !== null && row.dataset['id'] === String(id));
  }
}
