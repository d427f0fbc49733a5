import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { ChosenRows } from '../../runner/server/views.ts';
import type { Brushes } from '../data/explorer-model.ts';
import { exportedAt } from '../data/exported.ts';
import { exportedTop } from '../data/exported-top.ts';
import { formatNumber } from '../data/format.ts';
import { keepInAddress } from '../data/page-address.ts';
import { moreColumns, type TopColumn, topColumns } from '../data/top-columns.ts';
import { createTopQuestion } from '../data/top-question.ts';
import {
  isUsual,
  ROW_COUNTS,
  readTopView,
  rowsAsCsv,
  rowsAsJson,
  type TopView,
  topViewTexts,
} from '../data/top-view.ts';
import type { ExploredSearch } from '../data/watch-search.ts';
import { part, setText } from './element.ts';
import type { ChoiceEvent } from './explorer-events.ts';
import { showPanelState } from './panel-state.ts';
import { listColumns, markRow, tellHover, topHead, topRows } from './top-rows.ts';

const NO_SET = 'No valid set yet. The best stand here as soon as there are some.';
const NONE_CHOSEN = 'No valid set is within the choice. A wider one, or none, brings them back.';

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
  readonly #question = createTopQuestion({
    wish: () => this.#search && { search: this.#search, view: this.#view, brushes: this.#brushes },
    onFound: (found) => this.#showFound(found),
    onFailed: (why) => this.#fail(why, () => this.#question.ask()),
  });

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
    tellHover(body);
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
    } else if (isNews) this.#question.refresh();
  }

  /** Says why the best so far are not there. */
  fail(why: string, retry: () => void): void {
    if (this.#best === null && isUsual(this.#view, this.#brushes)) this.#fail(why, retry);
  }

  /** Rows of another choice would be taken for those that were asked for. */
  #fail(why: string, retry: () => void): void {
    this.#rows = null;
    this.dataset['loaded'] = '';
    part(this, '.scroll-box', HTMLElement).hidden = true;
    setText(part(this, '.of', HTMLElement), '');
    showPanelState(this, { is: 'failed', why, retry });
  }

  /** Marks the row of an evaluation that is pointed at elsewhere; null marks none. */
  mark(id: number | null): void {
    markRow(part(this, 'tbody', HTMLElement), id);
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
      this.#question.drop();
      setText(part(this, '.of', HTMLElement), '');
      this.dispatchEvent(new TopFoundEvent(null));
      if (this.#best !== null) this.#draw(this.#best);
    } else if (exportedAt === null) this.#question.ask();
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

  #showFound({ rows, chosen, valid, quantiles }: ChosenRows): void {
    const isAll = this.#brushes.size === 0;
    const of = `of ${formatNumber(chosen)} chosen, ${formatNumber(valid)} of them valid`;
    setText(part(this, '.of', HTMLElement), isAll ? '' : of);
    this.dispatchEvent(new TopFoundEvent(isAll ? null : quantiles));
    this.#draw(rows);
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
    const why = this.#brushes.size > 0 ? NONE_CHOSEN : NO_SET;
    showPanelState(this, rows.length > 0 ? { is: 'shown' } : { is: 'empty', why });
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
