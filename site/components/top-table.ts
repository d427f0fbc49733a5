import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { evaluationPath } from '../data/evaluation-query.ts';
import type { Brushes } from '../data/explorer-model.ts';
import { formatNumber } from '../data/format.ts';
import { keepInAddress } from '../data/page-address.ts';
import { moreColumns, type TopColumn, topColumns } from '../data/top-columns.ts';
import {
  isUsual,
  ROW_COUNTS,
  readTopView,
  rowsAsCsv,
  rowsAsJson,
  sortKey,
  type TopView,
  topQuery,
  topViewTexts,
} from '../data/top-view.ts';
import type { ExploredSearch } from '../data/watch-search.ts';
import { element, part, setText } from './element.ts';
import { HoverEvent } from './explorer-events.ts';

/** While one drags, the server is not asked for every step. */
const ASK_WAIT_MS = 250;
/** A search that is running is asked anew this often. */
const FRESH_MS = 10_000;

/** What the server found of a choice. */
export class TopFoundEvent extends CustomEvent<readonly number[] | null> {
  static readonly NAME = 'top-found';

  constructor(quantiles: readonly number[] | null) {
    super(TopFoundEvent.NAME, { bubbles: true, detail: quantiles });
  }
}

/** The best sets of what is chosen, by any number of theirs, with the columns one wants. */
export class TopTable extends HTMLElement {
  #view: TopView = readTopView();
  #search: ExploredSearch | null = null;
  #brushes: Brushes = new Map();
  /** The best so far, as the page is told of them. */
  #best: readonly Evaluation[] | null = null;
  #rows: readonly Evaluation[] | null = null;
  #asked = new AbortController();
  #askedAt = Number.NEGATIVE_INFINITY;
  #soon: number | undefined;

  connectedCallback(): void {
    const rows = part(this, 'select[name=rows]', HTMLSelectElement);
    rows.value = String(this.#view.rows);
    rows.addEventListener('change', () => {
      const count = ROW_COUNTS.find((one) => String(one) === rows.value) ?? 25;
      this.#change({ rows: count });
    });
    part(this, '.columns', HTMLElement).addEventListener('change', () => this.#changeColumns());
    for (const [name, texts] of [
      ['csv', rowsAsCsv],
      ['json', rowsAsJson],
    ] as const) {
      const button = part(this, `button[name=${name}]`, HTMLButtonElement);
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(texts(this.#rows ?? [], this.#columns));
        setText(part(this, '.said', HTMLElement), `${name.toUpperCase()} copied`);
      });
    }
    const body = part(this, 'tbody', HTMLElement);
    body.addEventListener('pointerover', ({ target }) => {
      const row = (target as Element).closest('tr');
      this.dispatchEvent(new HoverEvent(Number(row?.dataset['id']) || null));
    });
    body.addEventListener('pointerleave', () => this.dispatchEvent(new HoverEvent(null)));
  }

  show(best: readonly Evaluation[] | null, search: ExploredSearch): void {
    const isNews = search.evaluations !== this.#search?.evaluations;
    this.#search = search;
    const isBestNew = best !== null && best !== this.#best;
    this.#best = best;
    if (isUsual(this.#view, this.#brushes)) {
      if (isBestNew) this.#draw(best);
    } else if (isNews) this.#ask(this.#askedAt + FRESH_MS - performance.now());
  }

  /** Shows those within ranges alone. */
  choose(brushes: Brushes): void {
    if (brushes.size === 0 && this.#brushes.size === 0) return;
    this.#brushes = brushes;
    this.#update();
  }

  #change(change: Partial<TopView>): void {
    this.#view = { ...this.#view, ...change };
    for (const [name, texts] of Object.entries(topViewTexts(this.#view))) {
      keepInAddress(name, texts);
    }
    // The rows that are there have all columns.
    if (change.columns !== undefined) this.#draw(this.#rows ?? []);
    else this.#update();
  }

  #changeColumns(): void {
    const boxes = [...part(this, '.columns', HTMLElement).querySelectorAll('input')];
    this.#change({ columns: boxes.filter(({ checked }) => checked).map(({ value }) => value) });
  }

  #update(): void {
    if (isUsual(this.#view, this.#brushes)) {
      this.#asked.abort();
      window.clearTimeout(this.#soon);
      this.#soon = undefined;
      setText(part(this, '.of', HTMLElement), '');
      this.dispatchEvent(new TopFoundEvent(null));
      if (this.#best !== null) this.#draw(this.#best);
    } else this.#ask(0);
  }

  #ask(wait: number): void {
    if (wait > 0 && this.#soon !== undefined) return;
    window.clearTimeout(this.#soon);
    this.#soon = window.setTimeout(() => void this.#fetch(), Math.max(ASK_WAIT_MS, wait));
  }

  async #fetch(): Promise<void> {
    this.#soon = undefined;
    const search = this.#search;
    if (search === null) return;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#askedAt = performance.now();
    try {
      const query = topQuery(this.#view, this.#brushes);
      const found = await api.chosen(search.id, search.symbol, query, signal);
      const of =
        this.#brushes.size === 0
          ? ''
          : `of ${formatNumber(found.chosen)} chosen, ${formatNumber(found.valid)} of them valid`;
      setText(part(this, '.of', HTMLElement), of);
      this.dispatchEvent(new TopFoundEvent(this.#brushes.size === 0 ? null : found.quantiles));
      this.#draw(found.rows);
    } catch (error) {
      if (!signal.aborted) setText(part(this, '.of', HTMLElement), describe(error));
    }
  }

  get #columns(): readonly TopColumn[] {
    const rows = this.#rows ?? [];
    const usual = topColumns(rows);
    const { columns } = this.#view;
    if (columns === null) return usual;
    return [...usual, ...moreColumns(rows)].filter(({ key }) => columns.includes(key));
  }

  #draw(all: readonly Evaluation[]): void {
    const rows = all.slice(0, this.#view.rows);
    this.#rows = rows;
    this.dataset['loaded'] = '';
    part(this, '.empty', HTMLElement).hidden = rows.length > 0;
    const box = part(this, '.scroll-box', HTMLElement);
    box.hidden = rows.length === 0;
    const columns = this.#columns;
    const head = element('tr', {}, element('th', { scope: 'col', class: 'number' }, 'Rank'));
    head.append(...columns.map((column) => this.#header(column)));
    const body = rows.map((row, index) => {
      const rank = element('th', { scope: 'row', class: 'number' }, String(index + 1));
      const cells = columns.map((column) => this.#cell(column, row));
      return element('tr', { 'data-id': row.id }, rank, ...cells);
    });
    this.#keepFocus(() => part(box, 'thead', HTMLElement).replaceChildren(head));
    part(box, 'tbody', HTMLElement).replaceChildren(...body);
    this.#listColumns(rows, columns);
  }

  /** A header that was pressed is made anew with what it sorts. */
  #keepFocus(change: () => void): void {
    const key = document.activeElement?.getAttribute('data-sort');
    change();
    if (key == null || !this.isConnected) return;
    this.querySelector<HTMLElement>(`[data-sort="${CSS.escape(key)}"]`)?.focus();
  }

  #header(column: TopColumn): HTMLElement {
    const { by, order } = this.#view;
    const key = sortKey(column);
    const isCurrent = key === by;
    const header = element('th', {
      scope: 'col',
      class: column.numeric ? 'number' : null,
      'data-group': column.group,
      'aria-sort': isCurrent ? (order === 'most' ? 'descending' : 'ascending') : null,
    });
    if (key === null) {
      header.append(column.label);
      return header;
    }
    const button = element('button', { type: 'button', class: 'sort', 'data-sort': key });
    button.append(column.label);
    button.addEventListener('click', () => {
      // The header may not show yet what was asked for last.
      const isTurned = this.#view.by === key && this.#view.order === 'most';
      this.#change({ by: key, order: isTurned ? 'least' : 'most' });
    });
    header.append(button);
    return header;
  }

  #cell(column: TopColumn, row: Evaluation): HTMLElement {
    const text = column.text(row);
    const { id = '', symbol = '' } = this.#search ?? {};
    const href = evaluationPath({ run: id, symbol, id: String(row.id) });
    const content = column.key === 'id' ? element('a', { href }, text) : text;
    return element('td', { class: column.numeric ? 'number' : null }, content);
  }

  /** The boxes stand as long as there are the same columns, so that focus stays. */
  #listColumns(rows: readonly Evaluation[], shown: readonly TopColumn[]): void {
    const all = [...topColumns(rows), ...moreColumns(rows)];
    const list = part(this, '.columns', HTMLElement);
    const keys = all.map(({ key }) => key).join('\n');
    if (list.dataset['keys'] === keys || rows.length === 0) return;
    list.dataset['keys'] = keys;
    list.replaceChildren(
      ...all.map(({ key, label }) => {
        const checked = shown.some((column) => column.key === key);
        const box = element('input', { type: 'checkbox', value: key, checked });
        return element('li', {}, element('label', { class: 'check' }, box, label));
      }),
    );
  }
}

customElements.define('top-table', TopTable);
