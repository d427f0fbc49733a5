import type { RunLine } from '../data/run-lines.ts';
import {
  naturallyDescending,
  type RunsQuery,
  SORT_KEYS,
  type SortKey,
} from '../data/runs-query.ts';
import { element, part } from './element.ts';
import { type GroupRow, groupRow } from './group-row.ts';
import { rowsInSight } from './row-window.ts';
import { type RunRow, runRow } from './run-row.ts';

type RunKind = RunRow & { readonly kind: 'run' };
type Row = RunKind | (GroupRow & { readonly kind: 'group' });

/**
 * The history, of which only what is in sight is drawn. Fires `sort` (detail: Pick<RunsQuery, 'sort'
 * | 'descending'>) on a header's click, `choose` (detail: { id, chosen }) on a box's and `fold`
 * (detail: a study's name, empty for none) on a group's.
 */
export class RunsTable extends HTMLElement {
  #rows = new Map<string, Row>();
  #lines: readonly RunLine[] = [];
  #query: RunsQuery | null = null;
  #chosen: ReadonlySet<string> = new Set();
  #above = spacer();
  #below = spacer();
  #drawn = false;

  connectedCallback(): void {
    for (const button of this.querySelectorAll('button[data-sort]')) {
      button.addEventListener('click', () => this.#sortBy(button.getAttribute('data-sort')));
    }
    part(this, 'tbody', HTMLTableSectionElement).append(this.#above, this.#below);
    const draw = () => {
      if (this.#drawn) return;
      this.#drawn = true;
      requestAnimationFrame(() => {
        this.#drawn = false;
        this.#draw();
      });
    };
    window.addEventListener('scroll', draw, { passive: true });
    new ResizeObserver(draw).observe(this);
  }

  show(lines: readonly RunLine[], query: RunsQuery, chosen: ReadonlySet<string>): void {
    this.#chosen = chosen;
    if (this.#query !== query) this.#markSort(query);
    this.#query = query;
    this.#lines = lines;
    part(this, 'table', HTMLTableElement).setAttribute('aria-rowcount', String(lines.length + 1));
    this.#draw();
    this.setAttribute('aria-busy', 'false');
  }

  #sortBy(name: string | null): void {
    const sort = SORT_KEYS.find((key) => key === name);
    if (sort === undefined || this.#query === null) return;
    const again = sort === this.#query.sort;
    const descending = again ? !this.#query.descending : naturallyDescending(sort);
    this.dispatchEvent(new CustomEvent('sort', { detail: { sort, descending } }));
  }

  #markSort({ sort, descending }: RunsQuery): void {
    for (const header of this.querySelectorAll('th[data-key]')) {
      const current = header.getAttribute('data-key') === (sort satisfies SortKey);
      if (current) header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    }
  }

  /** @param free rows of runs that are out of sight; filling one is quicker than making one */
  #rowOf(line: RunLine, free: RunKind[]): Row {
    const key = keyOf(line);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const made: Row =
      'run' in line
        ? (free.pop() ?? { kind: 'run', ...runRow((id, chosen) => this.#choose(id, chosen)) })
        : { kind: 'group', ...groupRow(() => this.#fold(line.group.study ?? '')) };
    this.#rows.set(key, made);
    return made;
  }

  #choose(id: string, chosen: boolean): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: { id, chosen } }));
  }

  #fold(study: string): void {
    this.dispatchEvent(new CustomEvent('fold', { detail: study }));
  }

  /** Moves only rows that are out of place, so that focus and selection stay. */
  #draw(): void {
    const body = part(this, 'tbody', HTMLTableSectionElement);
    const row = this.#rowHeight();
    const top = Math.max(0, -body.getBoundingClientRect().top);
    const size = { top, view: window.innerHeight, row };
    const { from, to } = rowsInSight(this.#lines.length, size);
    const shown = this.#lines.slice(from, to);
    const kept = new Set(shown.map(keyOf));
    const free = this.#release(kept);
    setHeight(this.#above, from * row);
    setHeight(this.#below, (this.#lines.length - to) * row);
    for (const [index, line] of shown.entries()) {
      const known = this.#rowOf(line, free);
      if (known.kind === 'run' && 'run' in line) {
        known.show(line.run, this.#chosen.has(line.run.id));
      } else if (known.kind === 'group' && 'group' in line) known.show(line.group);
      known.row.setAttribute('aria-rowindex', String(from + index + 2));
      const there = body.children[index + 1] ?? null;
      if (there !== known.row) body.insertBefore(known.row, there);
    }
    for (const { row: gone } of free) gone.remove();
  }

  /** Lets go of rows that are out of sight; those of runs that nobody is at can show others. */
  #release(kept: ReadonlySet<string>): RunKind[] {
    const free: RunKind[] = [];
    for (const [key, gone] of this.#rows) {
      if (kept.has(key)) continue;
      this.#rows.delete(key);
      if (gone.kind === 'run' && !gone.row.contains(document.activeElement)) free.push(gone);
      else gone.row.remove();
    }
    return free;
  }

  /** All rows are of one height; it follows from the width and is read off one that is there. */
  #rowHeight(): number {
    const [first] = this.#rows.values();
    return first?.row.getBoundingClientRect().height ?? 0;
  }
}

function keyOf(line: RunLine): string {
  return 'run' in line ? `run ${line.run.id}` : `group ${line.group.study ?? ''}`;
}

function spacer(): HTMLTableRowElement {
  return element('tr', { class: 'space', 'aria-hidden': 'true' }, element('td', { colspan: 10 }));
}

function setHeight(row: HTMLTableRowElement, height: number): void {
  const text = `${height}px`;
  row.hidden = height <= 0;
  if (row.style.height !== text) row.style.height = text;
}

customElements.define('runs-table', RunsTable);
