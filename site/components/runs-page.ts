import type { RunState } from '../../runner/domain/run-record.ts';
import { formatNumber } from '../data/format.ts';
import { frameBatch } from '../data/frame-batch.ts';
import { groupByStudy } from '../data/run-lines.ts';
import type { RunSummary } from '../data/run-summary.ts';
import { openRunsFeed, type RunsSnapshot } from '../data/runs-feed.ts';
import {
  ALL_RUNS,
  countStates,
  type RunsQuery,
  readRunsQuery,
  selectRuns,
  writeRunsQuery,
} from '../data/runs-query.ts';
import { CompareBar } from './compare-bar.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';
import { openComposer } from './job-composer.ts';
import { RunFilters } from './run-filters.ts';
import { RunsTable } from './runs-table.ts';
import { StateFilter } from './state-filter.ts';

/** The history of runs: feeds its table and filters, and keeps the view in the URL. */
class RunsPage extends HTMLElement {
  #query = readRunsQuery(location.search);
  #snapshot: RunsSnapshot | null = null;
  /** Those of the snapshot. */
  #all: readonly RunSummary[] = [];
  /** In the order of choosing, which is the order of comparing. */
  #chosen = new Set<string>();
  #draw = frameBatch<RunsSnapshot>((snapshot) => this.#show(snapshot));

  connectedCallback(): void {
    part(this, '.new-job', HTMLButtonElement).addEventListener('click', () => openComposer());
    const search = part(this, 'input[type=search]', HTMLInputElement);
    search.value = this.#query.text;
    search.addEventListener('input', () => this.#change({ text: search.value }));
    part(this, 'state-filter', StateFilter).addEventListener('filter', (event) => {
      this.#change({ states: (event as CustomEvent<RunState[]>).detail });
    });
    part(this, 'run-filters', RunFilters).addEventListener('filter', (event) => {
      this.#change((event as CustomEvent<Partial<RunsQuery>>).detail);
    });
    part(this, 'runs-table', RunsTable).addEventListener('fold', (event) => {
      const study = (event as CustomEvent<string>).detail;
      const { open } = this.#query;
      const rest = open.filter((name) => name !== study);
      this.#change({ open: rest.length < open.length ? rest : [...open, study] });
    });
    part(this, 'runs-table', RunsTable).addEventListener('sort', (event) => {
      this.#change((event as CustomEvent<Pick<RunsQuery, 'sort' | 'descending'>>).detail);
    });
    part(this, 'runs-table', RunsTable).addEventListener('choose', (event) => {
      const { id, chosen } = (event as CustomEvent<{ id: string; chosen: boolean }>).detail;
      if (chosen) this.#chosen.add(id);
      else this.#chosen.delete(id);
      part(this, 'compare-bar', CompareBar).show([...this.#chosen]);
    });
    part(this, 'compare-bar', CompareBar).addEventListener('clear', () => {
      this.#chosen.clear();
      part(this, 'compare-bar', CompareBar).show([]);
      if (this.#snapshot) this.#show(this.#snapshot);
      // The button that had the focus is gone.
      part(this, 'input[type=search]', HTMLInputElement).focus();
    });
    part(this, '.none-match button', HTMLButtonElement).addEventListener('click', () => {
      search.value = '';
      this.#change(ALL_RUNS);
    });
    openRunsFeed((snapshot) => this.#draw(snapshot));
  }

  #change(part: Partial<RunsQuery>): void {
    this.#query = { ...this.#query, ...part };
    history.replaceState(null, '', location.pathname + writeRunsQuery(this.#query));
    if (this.#snapshot) this.#show(this.#snapshot);
  }

  #show(snapshot: RunsSnapshot): void {
    if (snapshot !== this.#snapshot) {
      this.#all = [...(snapshot.runs?.values() ?? [])];
      this.#forgetGone(snapshot);
    }
    this.#snapshot = snapshot;
    showConnection(snapshot.connection);
    const { runs, problem } = snapshot;
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = problem === null;
    setText(notice, problem ?? '');
    part(this, '.loading', HTMLElement).hidden = runs !== null || problem !== null;
    if (runs !== null) this.#showRuns(this.#all, snapshot.broken);
  }

  /** What somebody deleted cannot be compared. */
  #forgetGone({ runs }: RunsSnapshot): void {
    const gone = runs === null ? [] : [...this.#chosen].filter((id) => !runs.has(id));
    if (gone.length === 0) return;
    for (const id of gone) this.#chosen.delete(id);
    part(this, 'compare-bar', CompareBar).show([...this.#chosen]);
  }

  #showRuns(all: readonly RunSummary[], broken: RunsSnapshot['broken']): void {
    const selected = selectRuns(all, this.#query);
    part(this, '.empty-history', HTMLElement).hidden = all.length > 0;
    for (const filters of this.querySelectorAll<HTMLElement>('.filters')) {
      filters.hidden = all.length === 0;
    }
    part(this, '.table-box', HTMLElement).hidden = selected.length === 0;
    part(this, '.none-match', HTMLElement).hidden = selected.length > 0 || all.length === 0;
    part(this, 'state-filter', StateFilter).show(countStates(all), this.#query.states);
    part(this, 'run-filters', RunFilters).show(all, this.#query);
    const lines = this.#query.grouped
      ? groupByStudy(selected, this.#query.open)
      : selected.map((run) => ({ run }));
    part(this, 'runs-table', RunsTable).show(lines, this.#query, this.#chosen);
    const total = formatNumber(all.length);
    const shown = formatNumber(selected.length);
    setText(part(this, '.total', HTMLElement), shown === total ? total : `${shown} of ${total}`);
    this.#showBroken(broken);
  }

  #showBroken(broken: RunsSnapshot['broken']): void {
    const details = part(this, '.broken', HTMLDetailsElement);
    details.hidden = broken.length === 0;
    const folders = broken.length === 1 ? '1 run folder' : `${broken.length} run folders`;
    setText(part(details, 'summary', HTMLElement), `${folders} could not be read`);
    part(details, 'ul', HTMLElement).replaceChildren(
      ...broken.map(({ id, reason }) => element('li', {}, element('code', {}, id), ` ${reason}`)),
    );
  }
}

customElements.define('runs-page', RunsPage);
