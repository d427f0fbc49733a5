import { formatDuration, formatFitness, formatNumber, formatShare } from '../data/format.ts';
import { frameBatch } from '../data/frame-batch.ts';
import { isActive, runProgress } from '../data/progress.ts';
import { headlineFacts } from '../data/run-facts.ts';
import { sitePath } from '../data/site-path.ts';
import { sortRows, universeColumns } from '../data/universe-columns.ts';
import {
  openUniverseFeed,
  type UniverseFeed,
  type UniverseSnapshot,
} from '../data/universe-feed.ts';
import { summariseUniverse, type UniverseRow, universeRows } from '../data/universe-rows.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { EquityMultiples } from './equity-multiples.ts';
import { ParameterAgreement } from './parameter-agreement.ts';
import { SharingTable } from './sharing-table.ts';
import { showState } from './state-badge.ts';
import { SymbolMatrix } from './symbol-matrix.ts';
import { type UniverseSort, UniverseTable } from './universe-table.ts';

const NO_RUN = 'The address names no run: wanted /universe/?id=RUN.';

function readSort(): UniverseSort {
  const params = new URLSearchParams(location.search);
  const key = params.get('sort') ?? 'symbol';
  return { key, descending: params.get('order') === 'desc' };
}

function writeSort({ key, descending }: UniverseSort): void {
  const params = new URLSearchParams(location.search);
  params.set('sort', key);
  params.set('order', descending ? 'desc' : 'asc');
  history.replaceState(null, '', `${location.pathname}?${params}`);
}

type Shown = UniverseSnapshot & {
  readonly record: NonNullable<UniverseSnapshot['record']>;
  readonly job: NonNullable<UniverseSnapshot['job']>;
};

/** All symbols of a run side by side, live. */
class UniversePage extends HTMLElement {
  #feed: UniverseFeed | null = null;
  #sort = readSort();
  #snapshot: UniverseSnapshot | null = null;
  #made: { readonly from: Shown; readonly rows: readonly UniverseRow[] } | null = null;
  #draw = frameBatch<UniverseSnapshot>((snapshot) => this.#show(snapshot));

  connectedCallback(): void {
    const id = new URLSearchParams(location.search).get('id');
    if (id === null || id === '') {
      this.#showProblem(NO_RUN, true);
      return;
    }
    part(this, 'universe-table', UniverseTable).addEventListener('sort', (event) => {
      this.#sort = (event as CustomEvent<UniverseSort>).detail;
      writeSort(this.#sort);
      if (this.#snapshot) this.#show(this.#snapshot);
    });
    part(this, 'equity-multiples', EquityMultiples).addEventListener('want', (event) => {
      this.#feed?.want((event as CustomEvent<string>).detail);
    });
    this.#feed = openUniverseFeed(id, (snapshot) => this.#draw(snapshot));
  }

  #show(snapshot: UniverseSnapshot): void {
    this.#snapshot = snapshot;
    const { record, job, problem } = snapshot;
    showConnection(snapshot.connection);
    this.#showProblem(problem, record === null);
    if (record === null || job === null) return;
    const rows = this.#rowsOf({ ...snapshot, record, job });
    // The figures of a shared set on each symbol stand with its curves.
    if (job.mode === 'shared') for (const { symbol } of rows) this.#feed?.want(symbol);
    this.#showHead({ ...snapshot, record, job });
    this.#showSummary({ ...snapshot, record, job }, rows);
    this.#showRows({ ...snapshot, record, job }, rows);
    this.setAttribute('aria-busy', 'false');
  }

  /** The same rows while nothing that they tell of is new: curves that come redraw no table. */
  #rowsOf(now: Shown): readonly UniverseRow[] {
    const last = this.#made;
    const same = now.job.mode !== 'shared' || last?.from.bests === now.bests;
    if (last && same && last.from.record === now.record && last.from.job === now.job) {
      return last.rows;
    }
    this.#made = { from: now, rows: universeRows(now.record, now.job, now.bests) };
    return this.#made.rows;
  }

  #showRows({ record, job, bests }: Shown, rows: readonly UniverseRow[]): void {
    const column = universeColumns(rows).find(({ key }) => key === this.#sort.key);
    const sorted = column ? sortRows(rows, column, this.#sort.descending) : rows;
    part(this, 'universe-table', UniverseTable).show(record.id, rows, this.#sort);
    part(this, 'parameter-agreement', ParameterAgreement).show(record.id, job.parameters, sorted);
    part(this, 'equity-multiples', EquityMultiples).show(record.id, job, sorted, bests);
    part(this, 'symbol-matrix', SymbolMatrix).show(record);
    part(this, 'sharing-table', SharingTable).show(record, job);
  }

  /** @param instead whether there is nothing else to show */
  #showProblem(problem: string | null, instead: boolean): void {
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = problem === null;
    setText(notice, problem ?? '');
    const alone = problem !== null && instead;
    part(this, '.loading', HTMLElement).hidden = alone || !instead;
    part(this, '.universe', HTMLElement).hidden = instead;
    part(this, '.alone', HTMLElement).hidden = !instead;
    part(this, '.ways', HTMLElement).hidden = !alone;
  }

  #showHead({ record, job }: Shown): void {
    document.title = `${record.name}, symbols · leantune`;
    const link = part(this, '.run-head h1 a', HTMLAnchorElement);
    link.href = sitePath('/run/', { id: record.id });
    setText(link, record.name);
    showState(part(this, '.run-name .state', HTMLElement), record.state);
    const mode =
      job.mode === 'shared'
        ? `one set for all symbols, judged by the ${job.sharedFitness} fitness`
        : 'a search for each symbol';
    const texts = [mode, ...headlineFacts(record)];
    const facts = part(this, '.facts', HTMLElement);
    if (facts.dataset['key'] === texts.join('\n')) return;
    facts.dataset['key'] = texts.join('\n');
    facts.replaceChildren(...texts.map((text) => element('li', {}, text)));
  }

  #showSummary({ record }: Shown, rows: readonly UniverseRow[]): void {
    const { symbols, valid, evaluations, median, mean, best, worst } = summariseUniverse(
      rows,
      record,
    );
    const { share, etaSeconds } = runProgress(record);
    const fitness = (row: UniverseRow | null) => formatFitness(row?.measures['fitness']);
    this.#figure('median', formatFitness(median));
    this.#figure('mean', formatFitness(mean));
    this.#figure('worst', fitness(worst), worst?.symbol);
    this.#figure('best', fitness(best), best?.symbol);
    this.#figure('valid', `${formatNumber(valid)} of ${formatNumber(symbols)}`);
    this.#figure('evaluations', formatNumber(evaluations));
    const left = etaSeconds === null ? '' : `${formatDuration(etaSeconds)} left`;
    this.#figure('progress', formatShare(share), isActive(record.state) ? left : '');
    this.#figure('elapsed', formatDuration(record.seconds));
  }

  #figure(name: string, value: string, note = ''): void {
    const box = part(this, `[data-figure=${name}]`, HTMLElement);
    setText(part(box, '.value', HTMLElement), value);
    setText(part(box, '.note', HTMLElement), note);
  }
}

customElements.define('universe-page', UniversePage);
