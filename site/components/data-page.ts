import type { MarketDataView, SpacesView } from '../../runner/server/data-views.ts';
import { dataApi } from '../data/data-api.ts';
import { bytesText, type DataRow, dataRows, matchingRows } from '../data/data-rows.ts';
import { describe } from '../data/describe-error.ts';
import { ABSENT, formatDuration, formatNumber, formatTime } from '../data/format.ts';
import { element, part, setText } from './element.ts';
import { SpacesTable } from './spaces-table.ts';

/** Rows beyond these are drawn when asked for. */
const MOST_ROWS = 300;

/** What there is to backtest on, and how large what jobs search of it is. */
class DataPage extends HTMLElement {
  #rows: readonly DataRow[] = [];
  #all = false;

  connectedCallback(): void {
    const search = part(this, 'input[type=search]', HTMLInputElement);
    search.value = new URLSearchParams(location.search).get('q') ?? '';
    search.addEventListener('input', () => {
      const query = search.value === '' ? '' : `?${new URLSearchParams({ q: search.value })}`;
      history.replaceState(null, '', location.pathname + query);
      this.#draw();
    });
    part(this, '.refresh', HTMLButtonElement).addEventListener(
      'click',
      () => void this.#fetch(true),
    );
    part(this, '.more', HTMLButtonElement).addEventListener('click', () => {
      this.#all = true;
      this.#draw();
    });
    void this.#fetch(false);
    void this.#fetchSpaces();
  }

  async #fetch(fresh: boolean): Promise<void> {
    const refresh = part(this, '.refresh', HTMLButtonElement);
    refresh.setAttribute('aria-disabled', 'true');
    setText(part(this, '.as-of', HTMLElement), fresh ? 'Looking …' : '');
    try {
      this.#show(await dataApi.data(fresh));
    } catch (error) {
      this.#showProblem(describe(error));
    }
    refresh.removeAttribute('aria-disabled');
    part(this, '.loading', HTMLElement).hidden = true;
    this.setAttribute('aria-busy', 'false');
  }

  async #fetchSpaces(): Promise<void> {
    const table = part(this, 'spaces-table', SpacesTable);
    try {
      table.show(((await dataApi.spaces()) satisfies SpacesView).jobs);
    } catch (error) {
      this.#showProblem(describe(error));
    }
  }

  #show(view: MarketDataView): void {
    this.#showProblem(null);
    this.#rows = dataRows(view);
    const took = formatDuration(view.seconds);
    const at = formatTime(view.as_of, new Date());
    setText(part(this, '.as-of', HTMLElement), `As of ${at}; looking took ${took}`);
    const folders = Object.entries(view.folders).map(([name, { folder, there, cut, entries }]) => {
      const cutText = cut ? ', and more that was not looked at' : '';
      const found = `${formatNumber(entries.length)} found${cutText}`;
      const what = there ? found : 'not there';
      return element(
        'li',
        {},
        element('code', {}, name),
        ` ${what}: `,
        element('code', {}, folder),
      );
    });
    part(this, '.folders', HTMLElement).replaceChildren(...folders);
    this.#draw();
  }

  #draw(): void {
    const rows = matchingRows(this.#rows, part(this, 'input[type=search]', HTMLInputElement).value);
    const shown = this.#all ? rows : rows.slice(0, MOST_ROWS);
    part(this, '.table-box', HTMLElement).hidden = rows.length === 0;
    part(this, '.nothing', HTMLElement).hidden = this.#rows.length > 0;
    part(this, '.none-match', HTMLElement).hidden = rows.length > 0 || this.#rows.length === 0;
    const more = part(this, '.more', HTMLButtonElement);
    more.hidden = shown.length === rows.length;
    setText(more, `Show all ${formatNumber(rows.length)}`);
    part(this, '.data-rows', HTMLElement).replaceChildren(...shown.map(rowOf));
    setText(part(this, '.total', HTMLElement), formatNumber(rows.length));
  }

  #showProblem(problem: string | null): void {
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = problem === null;
    setText(notice, problem ?? '');
  }
}

function rowOf(row: DataRow): HTMLElement {
  const number = (text: string) => element('td', { class: 'number' }, text);
  const cells =
    row.problem === null
      ? [
          element('td', { class: 'days' }, `${row.first ?? ABSENT} to ${row.last ?? ABSENT}`),
          number(formatNumber(row.bars)),
          number(formatNumber(row.missing)),
          element('td', { class: 'hole' }, row.hole),
        ]
      : [element('td', { colspan: 4, class: 'bad' }, row.problem)];
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, row.symbol),
    element('td', {}, row.market),
    element('td', {}, row.resolution),
    ...cells,
    number(bytesText(row.bytes)),
    element('td', {}, element('code', {}, row.folder)),
  );
}

customElements.define('data-page', DataPage);
