import { type CompareGroup, compareGroups } from '../data/compare-groups.ts';
import {
  type CompareCell,
  type CompareLine,
  type CompareRow,
  differs,
  type LoadedRun,
} from '../data/compare-row.ts';
import { differencesOf } from '../data/measured-alike.ts';
import { element, part, setText } from './element.ts';
import { lineSwatch } from './line-swatch.ts';

const SAID = { better: 'best: ', differs: 'differs: ' } as const;

/** The first line names what the others are options of; it stays, though all have it. */
function longCell(lines: readonly CompareLine[], all: boolean): HTMLElement {
  const shown = lines.filter(({ mark }, index) => all || index === 0 || mark !== 'alike');
  return element(
    'td',
    {},
    ...shown.map(({ text, mark }) => {
      const differs = mark === 'differs';
      const said = differs ? [element('span', { class: 'visually-hidden' }, SAID.differs)] : [];
      return element('div', { 'data-mark': differs ? mark : null }, ...said, text);
    }),
  );
}

/** The text says the value; how far along its range that is, is seen. */
function track(position: number): HTMLElement {
  const made = element('span', { class: 'track', 'aria-hidden': 'true' });
  made.style.setProperty('--at', `${(100 * position).toFixed(1)}%`);
  return made;
}

function cell({ text, note, mark, lines, position }: CompareCell, all: boolean): HTMLElement {
  if (lines) return longCell(lines, all);
  const made = element('td', { 'data-mark': mark ?? null });
  if (mark) made.append(element('span', { class: 'visually-hidden' }, SAID[mark]));
  made.append(text);
  if (note) made.append(' ', element('span', { class: 'note' }, note));
  if (position !== undefined) made.append(track(position));
  return made;
}

function line(row: CompareRow, all: boolean): HTMLElement {
  const cells = row.cells.map((one) => cell(one, all));
  return element('tr', {}, element('th', { scope: 'row' }, row.name), ...cells);
}

function body(group: CompareGroup, all: boolean): HTMLElement {
  const shown = group.filtered && !all ? group.rows.filter(differs) : group.rows;
  const left = group.rows.length - shown.length;
  const span = (group.rows[0]?.cells.length ?? 0) + 1;
  const alike = left === group.rows.length ? 'no differences' : `${left} alike left out`;
  const title = element('th', { scope: 'rowgroup' }, group.title);
  if (left > 0) title.append(' ', element('span', { class: 'note' }, alike));
  // The title stays in sight while the columns scroll, so it has a cell of its own.
  const head = element('tr', { class: 'group' }, title);
  if (span > 1) head.append(element('td', { colspan: span - 1 }));
  return element('tbody', {}, head, ...shown.map((row) => line(row, all)));
}

const otherText = (names: readonly string[]) => `other ${names.join(', ')}`;

/** Runs as columns, what they are and what came of them as rows. Fires `all` (detail: boolean). */
export class CompareTable extends HTMLElement {
  #key = '';

  connectedCallback(): void {
    const box = part(this, 'input[type=checkbox]', HTMLInputElement);
    box.addEventListener('change', () => {
      this.dispatchEvent(new CustomEvent('all', { detail: !box.checked }));
    });
  }

  /** @param all whether rows in which the runs are alike are shown, too */
  show(runs: readonly LoadedRun[], all: boolean): void {
    part(this, 'input[type=checkbox]', HTMLInputElement).checked = !all;
    const groups = compareGroups(runs);
    // Built anew only where it says something else: a selection stays, and so does the scroll.
    const key = JSON.stringify([runs.map(({ id }) => id), all, groups]);
    if (key === this.#key) return;
    this.#key = key;
    const head = element('tr', {}, element('td'));
    const [first] = runs;
    for (const run of runs) {
      const { record, position, choice } = run;
      const name = element('span', {}, record.name);
      const label = element('span', { class: 'note' }, choice?.label ?? 'not in this run');
      const other = first === undefined ? [] : differencesOf(first, run);
      const unlike =
        other.length > 0 ? [element('span', { class: 'other' }, otherText(other))] : [];
      head.append(element('th', { scope: 'col' }, lineSwatch(position), name, label, ...unlike));
    }
    const table = part(this, 'table', HTMLTableElement);
    const caption = part(table, 'caption', HTMLElement);
    setText(caption, `${runs.length} runs side by side`);
    table.replaceChildren(
      caption,
      element('thead', {}, head),
      ...groups.map((group) => body(group, all)),
    );
  }
}

customElements.define('compare-table', CompareTable);
