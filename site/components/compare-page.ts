import { type CompareFeed, openCompareFeed } from '../data/compare-feed.ts';
import { compareLines } from '../data/compare-lines.ts';
import { compareNotes } from '../data/compare-notes.ts';
import {
  type CompareQuery,
  MOST_RUNS,
  readCompareQuery,
  writeCompareQuery,
} from '../data/compare-query.ts';
import { isLoaded, type LoadedRun } from '../data/compare-row.ts';
import type { ComparedRun } from '../data/compared-run.ts';
import { frameBatch } from '../data/frame-batch.ts';
import { measuredDifferently } from '../data/measured-alike.ts';
import type { OverlayLine } from '../data/overlay-columns.ts';
import { symbolsOf } from '../data/search-choice.ts';
import { ChartPanel } from './chart-panel.ts';
import { CompareLegend } from './compare-legend.ts';
import { CompareTable } from './compare-table.ts';
import { showConnection } from './connection-status.ts';
import { element, part, setText } from './element.ts';

const KINDS = ['bests-so-far', 'shares', 'equities'] as const;
const NO_RUNS = 'The address names no runs: choose them in the history, then “Compare”.';

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Several runs side by side; the URL holds the view. */
class ComparePage extends HTMLElement {
  #query = readCompareQuery(location.search);
  #runs: readonly ComparedRun[] = [];
  #feed: CompareFeed | null = null;
  #draw = frameBatch<null>(() => this.#show());

  connectedCallback(): void {
    const wanted = this.#query.runs;
    if (wanted.length === 0) {
      this.#notice('.problem', NO_RUNS);
      part(this, '.loading', HTMLElement).hidden = true;
      return;
    }
    const ids = wanted.slice(0, MOST_RUNS);
    if (wanted.length > MOST_RUNS) {
      const text = `Only the first ${MOST_RUNS} of ${wanted.length} runs are shown.`;
      this.#notice('.too-many', text);
    }
    this.#query = { ...this.#query, runs: ids };
    this.#listen();
    this.#feed = openCompareFeed({
      ids,
      symbol: this.#query.symbol,
      onConnection: showConnection,
      onChange: (runs) => {
        this.#runs = runs;
        this.#draw(null);
      },
    });
  }

  #listen(): void {
    const legend = part(this, 'compare-legend', CompareLegend);
    legend.addEventListener('hide', (event) => {
      const hidden = new Set(this.#query.hidden);
      const id = (event as CustomEvent<string>).detail;
      if (!hidden.delete(id)) hidden.add(id);
      this.#change({ hidden: [...hidden] });
    });
    legend.addEventListener('point', (event) => {
      const position = (event as CustomEvent<number | null>).detail;
      for (const kind of KINDS) this.#panel(kind).mark(position);
    });
    legend.addEventListener('leave', (event) => {
      const id = (event as CustomEvent<string>).detail;
      this.#change({ runs: this.#query.runs.filter((run) => run !== id) });
      // What had the focus is gone.
      part(this, 'h1', HTMLElement).focus();
    });
    part(this, 'compare-table', CompareTable).addEventListener('all', (event) => {
      this.#change({ all: (event as CustomEvent<boolean>).detail });
    });
    part(this, 'button.axis', HTMLButtonElement).addEventListener('click', () => {
      this.#change({ axis: this.#query.axis === 'seconds' ? 'evaluations' : 'seconds' });
    });
    part(this, 'button.log', HTMLButtonElement).addEventListener('click', () => {
      this.#change({ log: !this.#query.log });
    });
    const select = part(this, 'select', HTMLSelectElement);
    select.addEventListener('change', () => {
      const symbol = select.value === '' ? null : select.value;
      this.#change({ symbol });
      this.#feed?.choose(symbol);
    });
  }

  #change(change: Partial<CompareQuery>): void {
    this.#query = { ...this.#query, ...change };
    history.replaceState(null, '', location.pathname + writeCompareQuery(this.#query));
    this.#show();
  }

  #show(): void {
    const { runs: kept, hidden, all } = this.#query;
    const runs = this.#runs.filter(({ id }) => kept.includes(id));
    const loaded = runs.filter(isLoaded);
    const settled = runs.every((run) => isLoaded(run) || run.problem !== null);
    setText(part(this, '.total', HTMLElement), `${runs.length} runs`);
    part(this, '.loading', HTMLElement).hidden = true;
    part(this, '.compare', HTMLElement).hidden = false;
    part(this, 'compare-legend', CompareLegend).show(runs, new Set(hidden));
    this.#showNotices(runs, settled);
    this.#showSymbols();
    this.#showCharts(loaded);
    const table = part(this, 'compare-table', CompareTable);
    table.hidden = loaded.length === 0;
    if (loaded.length > 0) table.show(loaded, all);
    this.setAttribute('aria-busy', String(!settled));
  }

  #showCharts(loaded: readonly LoadedRun[]): void {
    const { hidden, axis, log } = this.#query;
    const lines = compareLines(loaded, new Set(hidden), axis);
    // What is still on its way is not missing.
    const lacksCourse = loaded.some(({ course }) => course === null);
    const lacksBest = loaded.some(
      ({ best, choice }) => best === null && choice?.progress.best != null,
    );
    const isThere = (some: readonly OverlayLine[], lacks: boolean): boolean =>
      !lacks || some.some(({ points }) => points.length > 0);
    const bests = isThere(lines.bests, lacksCourse) ? { axis, lines: lines.bests } : null;
    this.#panel<'bests-so-far'>('bests-so-far').show(bests);
    const equities = isThere(lines.equities, lacksBest) ? { log, lines: lines.equities } : null;
    this.#panel<'equities'>('equities').show(equities);
    const shares = isThere(lines.shares, lacksCourse) ? { lines: lines.shares } : null;
    this.#panel<'shares'>('shares').show(shares);
    const why = loaded.find(({ failed }) => failed !== null)?.failed ?? null;
    if (why !== null) {
      for (const kind of KINDS) this.#panel(kind).fail(why, () => this.#feed?.retry());
    }
    part(this, 'button.axis', HTMLElement).ariaPressed = String(axis === 'seconds');
    part(this, 'button.log', HTMLElement).ariaPressed = String(log);
  }

  #panel<Name extends (typeof KINDS)[number]>(kind: Name): ChartPanel<Name> {
    return part(this, `chart-panel[kind=${kind}]`, ChartPanel) as ChartPanel<Name>;
  }

  #showNotices(runs: readonly ComparedRun[], settled: boolean): void {
    const missing = runs.filter(({ problem }) => problem !== null);
    const texts = missing.map(({ id, problem }) => `${id}: ${problem}`);
    this.#notice('.problem', texts.join('\n'));
    const loaded = runs.filter(isLoaded);
    const basis = measuredDifferently(loaded);
    this.#notice('.hints', settled ? compareNotes(loaded).join(' ') : '');
    const left = basis.includes('fitness')
      ? ' The charts of fitness draw those that are judged as the first.'
      : '';
    const words = `These runs differ in ${listed(basis)}, so their figures are not measured alike.${left}`;
    this.#notice('.unlike', basis.length > 0 && settled ? words : '');
    const few = runs.length < 2 ? 'One run alone: choose more in the history to compare.' : '';
    this.#notice('.few', few);
  }

  #notice(selector: string, text: string): void {
    const notice = part(this, selector, HTMLElement);
    notice.hidden = text === '';
    setText(notice, text);
  }

  /** A choice only where some run has several symbols. */
  #showSymbols(): void {
    const loaded = this.#runs.filter(isLoaded);
    const symbols = loaded.map(({ record, job }) => symbolsOf(record, job));
    const label = part(this, '.symbol-choice', HTMLElement);
    label.hidden = symbols.every(({ length }) => length < 2);
    const select = part(label, 'select', HTMLSelectElement);
    const wanted = this.#query.symbol;
    const names = [...new Set([...symbols.flat(), ...(wanted === null ? [] : [wanted])])];
    if (select.options.length !== names.length + 1) {
      const options = names.map((name) => element('option', { value: name }, name));
      select.replaceChildren(element('option', { value: '' }, 'The best of each run'), ...options);
    }
    select.value = wanted ?? '';
  }
}

customElements.define('compare-page', ComparePage);
