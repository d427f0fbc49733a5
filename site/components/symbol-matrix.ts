import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { MatrixView, Travel } from '../../runner/server/universe-views.ts';
import { labelOf } from '../data/compare-results.ts';
import { describe } from '../data/describe-error.ts';
import { formatDuration, formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import { MATRIX_METRICS } from '../data/matrix-grid.ts';
import { isActive } from '../data/progress.ts';
import { universeApi } from '../data/universe-api.ts';
import { element, part, setText } from './element.ts';
import { showMatrix } from './matrix-table.ts';
import { withToken } from './with-token.ts';

/** How often a matrix that is being made is asked after. */
const AGAIN_MS = 1_000;

function travelRow({ symbol, place, valid, others, ...figures }: Travel): HTMLElement {
  const { median, worst, kept } = figures;
  const texts = [
    formatNumber(place, 1),
    `${formatNumber(valid)} of ${formatNumber(others)}`,
    formatFitness(median),
    formatFitness(worst),
    formatPercent(kept === null ? null : kept * 100, 0),
  ];
  const cells = texts.map((text) => element('td', { class: 'number' }, text));
  return element('tr', {}, element('th', { scope: 'row' }, symbol), ...cells);
}

/** Every symbol's best on every other symbol, made when somebody asks for it. */
export class SymbolMatrix extends HTMLElement {
  #run = '';
  #state = '';
  #live = false;
  #view: MatrixView | null = null;
  #timer = 0;
  #message = '';
  #busy = false;

  connectedCallback(): void {
    const select = part(this, 'select', HTMLSelectElement);
    const options = MATRIX_METRICS.map((name) => element('option', { value: name }, labelOf(name)));
    select.replaceChildren(...options);
    const wanted = new URLSearchParams(location.search).get('metric') ?? '';
    select.value = MATRIX_METRICS.includes(wanted) ? wanted : 'fitness';
    select.addEventListener('change', () => {
      const params = new URLSearchParams(location.search);
      params.set('metric', select.value);
      history.replaceState(null, '', `${location.pathname}?${params}`);
      this.#show();
    });
    part(this, 'button.begin', HTMLButtonElement).addEventListener('click', () => {
      void this.#change((token) => universeApi.beginMatrix(this.#run, token));
    });
    part(this, 'button.cancel', HTMLButtonElement).addEventListener('click', () => {
      void this.#change((token) => universeApi.cancelMatrix(this.#run, token));
    });
  }

  /** Asks again only where the run has come to another state. */
  show({ id, state, symbols }: RunRecord): void {
    this.#live = isActive(state);
    const now = `${state} ${symbols.map(({ best }) => best?.id).join()}`;
    if (now === this.#state) return;
    this.#state = now;
    this.#run = id;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    window.clearTimeout(this.#timer);
    try {
      this.#take(await universeApi.matrix(this.#run));
    } catch (error) {
      this.#message = describe(error);
      this.#show();
    }
  }

  #take(view: MatrixView): void {
    this.#view = view;
    this.#message = view.error === null ? '' : `The last one failed: ${view.error}`;
    window.clearTimeout(this.#timer);
    if (view.task !== null) this.#timer = window.setTimeout(() => void this.#ask(), AGAIN_MS);
    this.#show();
  }

  async #change(send: (token: string) => Promise<MatrixView>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const view = await withToken(send);
      if (view !== null) this.#take(view);
    } catch (error) {
      this.#message = describe(error);
      this.#show();
    } finally {
      this.#busy = false;
    }
  }

  #show(): void {
    const view = this.#view;
    this.hidden = view?.impossible != null;
    this.#showControls(view);
    const matrix = view?.matrix ?? null;
    part(this, '.result', HTMLElement).hidden = matrix === null;
    part(this, '.choice', HTMLElement).hidden = matrix === null;
    if (view === null || matrix === null) return;
    this.#showStale(view);
    const metric = part(this, 'select', HTMLSelectElement).value;
    showMatrix(part(this, '.grid table', HTMLTableElement), matrix, metric);
    const body = part(this, '.travel tbody', HTMLElement);
    body.replaceChildren(...view.travel.map(travelRow));
  }

  #showControls(view: MatrixView | null): void {
    const task = view?.task ?? null;
    const made = view?.matrix !== null && view?.matrix !== undefined;
    const begin = part(this, 'button.begin', HTMLButtonElement);
    const cancel = part(this, 'button.cancel', HTMLButtonElement);
    // What had the focus gives way to what takes its place.
    const swap = document.activeElement === (task === null ? cancel : begin);
    begin.hidden = view === null || task !== null || this.#live;
    cancel.hidden = task === null;
    setText(begin, made ? 'Backtest anew' : 'Backtest every set on every symbol');
    if (swap) (task === null ? begin : cancel).focus();
    const bar = part(this, 'progress', HTMLProgressElement);
    bar.hidden = task === null;
    bar.max = Math.max(1, task?.total ?? 1);
    bar.value = task?.done ?? 0;
    setText(part(this, '.status', HTMLElement), this.#statusText(view));
  }

  #statusText(view: MatrixView | null): string {
    const task = view?.task ?? null;
    if (task !== null && task.total === 0) return 'Reading data …';
    if (task !== null) return `${formatNumber(task.done)} of ${formatNumber(task.total)} backtests`;
    if (this.#message !== '') return this.#message;
    if (view === null) return 'Loading …';
    if (this.#live && view.matrix === null) return 'It can be made when the run has ended.';
    return '';
  }

  #showStale({ stale, matrix }: MatrixView): void {
    const changed = matrix?.changed ?? [];
    const texts = [
      stale.length === 0 ? '' : `Out of date: ${stale.join(', ')} got another best since.`,
      changed.length === 0
        ? ''
        : `The own best of ${changed.join(', ')} comes out otherwise than in the search: data or strategy changed since.`,
    ];
    const notice = part(this, '.stale', HTMLElement);
    setText(notice, texts.filter(Boolean).join(' '));
    notice.hidden = notice.textContent === '';
    part(this, '.result', HTMLElement).dataset['stale'] = String(stale.length > 0);
    const made = matrix === null ? '' : `made in ${formatDuration(matrix.seconds)}`;
    setText(part(this, '.made', HTMLElement), made);
  }
}

customElements.define('symbol-matrix', SymbolMatrix);
