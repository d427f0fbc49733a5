import type { Evaluation } from '../../runner/domain/evaluation.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import type { Brushes } from '../data/explorer-model.ts';
import { exportedAt } from '../data/exported.ts';
import { exportedTop } from '../data/exported-top.ts';
import { formatNumber } from '../data/format.ts';
import { keepInAddress } from '../data/page-address.ts';
import { moreColumns, type TopColumn, topColumns } from '../data/top-columns.ts';
import {
  isUsual,
  ROW_COUNTS,
  readTopView,
  rowsAsCsv,
  rowsAsJson,
  type TopView,
  topQuery,
  topViewTexts,
} from '../data/top-view.ts';
import type { ExploredSearch } from '../data/watch-search.ts';
import { part, setText } from './element.ts';
import { type ChoiceEvent, HoverEvent } from './explorer-events.ts';
import { listColumns, topHead, topRows } from './top-rows.ts';

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
  /** Which of those that plots show are within the ranges; null where nothing is chosen. */
  #chosen: ReadonlySet<number> | null = null;
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
    } else if (exportedAt !== null) {
      if (isBestNew) this.#drawExported(best);
    } else if (isNews) this.#ask(this.#askedAt + FRESH_MS - performance.now());
  }

  /** Shows those within ranges alone. */
  choose({ brushes, points }: ChoiceEvent['detail']): void {
    if (brushes.size === 0 && this.#brushes.size === 0) return;
    this.#brushes = brushes;
    this.#chosen = points === null ? null : new Set(points.map(([id]) => id));
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
    } else if (exportedAt === null) this.#ask(0);
    else if (this.#best !== null) this.#drawExported(this.#best);
  }

  /** Nobody can be asked for others than those that are here. */
  #drawExported(best: readonly Evaluation[]): void {
    const columns = [...topColumns(best), ...moreColumns(best)];
    const rows = exportedTop(best, this.#view, { columns, chosen: this.#chosen });
    const all = formatNumber(best.length);
    const of = this.#chosen === null ? `the ${all}` : `${formatNumber(rows.length)} of the ${all}`;
    setText(part(this, '.of', HTMLElement), `${of} best, which were exported`);
    this.#draw(rows);
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
    const head = topHead(columns, this.#view, (key) => this.#sortBy(key));
    this.#keepFocus(() => part(box, 'thead', HTMLElement).replaceChildren(head));
    const { id: run = '', symbol = '' } = this.#search ?? {};
    const body = topRows(rows, columns, { run, symbol });
    part(box, 'tbody', HTMLElement).replaceChildren(...body);
    if (rows.length === 0) return;
    const everything = [...topColumns(rows), ...moreColumns(rows)];
    listColumns(part(this, '.columns', HTMLElement), everything, columns);
  }

  #sortBy(by: string): void {
    // The header may not show yet what was asked for last.
    const isTurned = this.#view.by === by && this.#view.order === 'most';
    this.#change({ by, order: isTurned ? 'least' : 'most' });
  }

  /** A header that was pressed is made anew with what it sorts. */
  #keepFocus(change: () => void): void {
    const key = document.activeElement?.getAttribute('data-sort');
    change();
    if (key == null || !this.isConnected) return;
    this.querySelector<HTMLElement>(`[data-sort="${CSS.escape(key)}"]`)?.focus();
  }
}

customElements.define('top-table', TopTable);
