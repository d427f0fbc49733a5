import type { RunSummary } from '../data/run-summary.ts';
import {
  naturallyDescending,
  type RunsQuery,
  SORT_KEYS,
  type SortKey,
} from '../data/runs-query.ts';
import { part } from './element.ts';
import { type RunRow, runRow } from './run-row.ts';

/** Rows beyond these are made when the end of the list comes into view. */
const ROWS_AT_ONCE = 100;

/**
 * The history. Fires `sort` (detail: Pick<RunsQuery, 'sort' | 'descending'>) on a header's click and
 * `choose` (detail: { id, chosen }) on a box's.
 */
export class RunsTable extends HTMLElement {
  #rows = new Map<string, RunRow>();
  #runs: readonly RunSummary[] = [];
  #most = ROWS_AT_ONCE;
  #query: RunsQuery | null = null;
  #chosen: ReadonlySet<string> = new Set();

  connectedCallback(): void {
    for (const button of this.querySelectorAll('button[data-sort]')) {
      button.addEventListener('click', () => this.#sortBy(button.getAttribute('data-sort')));
    }
    const end = part(this, '.end', HTMLElement);
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting || this.#most >= this.#runs.length) return;
        this.#most += ROWS_AT_ONCE;
        this.#draw();
      },
      { rootMargin: '600px' },
    );
    watch.observe(end);
  }

  show(runs: readonly RunSummary[], query: RunsQuery, chosen: ReadonlySet<string>): void {
    this.#chosen = chosen;
    if (this.#query !== query) this.#markSort(query);
    this.#query = query;
    this.#runs = runs;
    this.#draw();
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

  #makeRow(id: string): RunRow {
    const row = runRow((chosen) => {
      this.dispatchEvent(new CustomEvent('choose', { detail: { id, chosen } }));
    });
    this.#rows.set(id, row);
    return row;
  }

  /** Moves only rows that are out of place, so that focus and selection stay. */
  #draw(): void {
    const body = part(this, 'tbody', HTMLTableSectionElement);
    const shown = this.#runs.slice(0, this.#most);
    const kept = new Set(shown.map(({ id }) => id));
    for (const [id, { row }] of this.#rows) {
      if (kept.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const [index, run] of shown.entries()) {
      const known = this.#rows.get(run.id) ?? this.#makeRow(run.id);
      known.show(run, this.#chosen.has(run.id));
      const there = body.children[index] ?? null;
      if (there !== known.row) body.insertBefore(known.row, there);
    }
    this.setAttribute('aria-busy', 'false');
  }
}

customElements.define('runs-table', RunsTable);
