import type { ResultTrade, Some } from '../../runner/server/evaluation-views.ts';
import { formatNumber } from '../data/format.ts';
import {
  type NumberedTrade,
  noteNames,
  noteText,
  sortedTrades,
  TRADE_COLUMNS,
  type TradeColumn,
  type TradeKey,
} from '../data/trade-columns.ts';
import { element, part, setText } from './element.ts';

export interface TradeSort {
  readonly sort: TradeKey;
  readonly descending: boolean;
}

/** Rows beyond these are made when somebody asks for them. */
const ROWS_AT_FIRST = 100;
/** What is most asked of these columns is their most. */
const NATURALLY_DESCENDING = new Set<TradeKey>(['profit', 'mfe', 'held', 'fees']);

function bodyRow(trade: NumberedTrade, notes: readonly string[]): HTMLElement {
  const cells = TRADE_COLUMNS.map(({ key, numeric, text }) => {
    const kind = numeric ? 'number' : null;
    if (key === 'number') return element('th', { scope: 'row', class: kind }, text(trade));
    return element(
      'td',
      { class: kind, 'data-sign': key === 'profit' ? sign(trade) : null },
      text(trade),
    );
  });
  const told = notes.map((name) => element('td', {}, noteText(trade, name)));
  return element('tr', {}, ...cells, ...told);
}

function sign({ profit }: NumberedTrade): string | null {
  if (profit === 0) return null;
  return profit > 0 ? 'gain' : 'loss';
}

/** Closed trades. Fires `sort` (detail: TradeSort) on a header's click. */
export class TradesTable extends HTMLElement {
  #trades: Some<ResultTrade> = { total: 0, rows: [] };
  #sort: TradeSort = { sort: 'number', descending: false };
  #most = ROWS_AT_FIRST;
  /** The same elements always, so that one that was pressed keeps the focus. */
  #head = TRADE_COLUMNS.map((column) => this.#header(column));

  connectedCallback(): void {
    part(this, 'thead tr', HTMLElement).replaceChildren(...this.#head);
    part(this, '.more', HTMLButtonElement).addEventListener('click', () => {
      this.#most = Number.POSITIVE_INFINITY;
      this.#draw();
    });
  }

  show(trades: Some<ResultTrade>, { sort, descending }: TradeSort): void {
    const isSame =
      trades === this.#trades && sort === this.#sort.sort && descending === this.#sort.descending;
    if (isSame) return;
    this.#trades = trades;
    this.#sort = { sort, descending };
    this.#draw();
  }

  #draw(): void {
    const { total, rows } = this.#trades;
    const { sort, descending } = this.#sort;
    for (const header of this.querySelectorAll('th[data-key]')) {
      const isCurrent = header.getAttribute('data-key') === sort;
      if (isCurrent) header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    }
    const sorted = sortedTrades(rows, sort, descending);
    const notes = noteNames(rows);
    this.#showNotes(notes);
    part(this, '.scroll-box', HTMLElement).hidden = rows.length === 0;
    part(this, '.empty', HTMLElement).hidden = rows.length > 0;
    part(this, 'tbody', HTMLElement).replaceChildren(
      ...sorted.slice(0, this.#most).map((trade) => bodyRow(trade, notes)),
    );
    const more = part(this, '.more', HTMLButtonElement);
    more.hidden = rows.length <= this.#most;
    setText(more, `Show all ${formatNumber(rows.length)}`);
    const cut = total > rows.length ? `the first ${formatNumber(rows.length)} of ` : '';
    setText(part(this, '.total', HTMLElement), total === 0 ? '' : `${cut}${formatNumber(total)}`);
  }

  #showNotes(notes: readonly string[]): void {
    const row = part(this, 'thead tr', HTMLElement);
    const names = [...row.querySelectorAll('.note')].map(({ textContent }) => textContent);
    if (names.join() === notes.join()) return;
    for (const old of row.querySelectorAll('.note')) old.remove();
    row.append(...notes.map((name) => element('th', { scope: 'col', class: 'note' }, name)));
  }

  #header({ key, label, title, numeric }: TradeColumn): HTMLElement {
    const button = element('button', { type: 'button', class: 'sort', title }, label);
    button.addEventListener('click', () => {
      const again = this.#sort.sort === key;
      const descending = again ? !this.#sort.descending : NATURALLY_DESCENDING.has(key);
      this.dispatchEvent(new CustomEvent('sort', { detail: { sort: key, descending } }));
    });
    const kind = numeric ? 'number' : null;
    return element('th', { scope: 'col', class: kind, 'data-key': key }, button);
  }
}

customElements.define('trades-table', TradesTable);
