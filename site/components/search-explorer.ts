import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import {
  axisText,
  type Brushes,
  bestOfChosen,
  chosenRows,
  createExplorerModel,
  type ExplorerModel,
  edgesOfBest,
} from '../data/explorer-model.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { ChartPanel } from './chart-panel.ts';
import { element, part, setText } from './element.ts';
import { BrushEvent, type ExplorerView } from './explorer-view.ts';
import { HeatPanel } from './heat-panel.ts';
import { ImportanceBars } from './importance-bars.ts';
import { ParallelAxes } from './parallel-axes.ts';
import { RangeFilters } from './range-filters.ts';
import { SlicePlots } from './slice-plots.ts';

/** Which search is looked at, and how far it is. */
export interface ExploredSearch {
  readonly id: string;
  readonly symbol: string;
  readonly evaluations: number;
}

/** A search that is running is asked for anew at most this often. */
const FRESH_MS = 10_000;
const MOST_LISTED = 5;

/**
 * Plots of a search's parameters that are brushed together. Asks for nothing before it is scrolled
 * to.
 */
export class SearchExplorer extends HTMLElement {
  #search: ExploredSearch | null = null;
  #asked: { readonly search: ExploredSearch; readonly at: number } | null = null;
  #model: ExplorerModel | null = null;
  #brushes: Brushes = new Map();
  #isSeen = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      this.#isSeen = true;
      this.#refresh();
    });
    seen.observe(this);
    this.addEventListener(BrushEvent.NAME, (event) => {
      const { key, range } = (event as BrushEvent).detail;
      const next = new Map(this.#brushes);
      if (range === null) next.delete(key);
      else next.set(key, range);
      this.#brush(next);
    });
    part(this, '.clear', HTMLButtonElement).addEventListener('click', () => this.#brush(new Map()));
  }

  show(search: ExploredSearch): void {
    const { id, symbol, evaluations } = this.#search ?? {};
    if (search.id === id && search.symbol === symbol && search.evaluations === evaluations) return;
    this.#search = search;
    this.#refresh();
  }

  #refresh(): void {
    const search = this.#search;
    if (!this.#isSeen || search === null || search.evaluations === 0) return;
    const { evaluations } = this.#asked?.search ?? {};
    if (evaluations === search.evaluations) return;
    const wait = (this.#asked?.at ?? Number.NEGATIVE_INFINITY) + FRESH_MS - performance.now();
    clearTimeout(this.#again);
    if (wait > 0) this.#again = setTimeout(() => this.#refresh(), wait);
    else void this.#ask(search);
  }

  async #ask(search: ExploredSearch): Promise<void> {
    const { id, symbol } = search;
    this.#asked = { search, at: performance.now() };
    try {
      const sample = await api.sample(id, symbol);
      this.#model = createExplorerModel(sample);
      const { axes } = this.#model;
      const keys = axes.map(({ key }) => key);
      this.#brushes = new Map([...this.#brushes].filter(([key]) => keys.includes(key)));
      this.hidden = false;
      (part(this, 'chart-panel[kind=distribution]', ChartPanel) as ChartPanel<'distribution'>).show(
        sample,
      );
      this.#draw();
      this.setAttribute('aria-busy', 'false');
      const analysis = await api.analysis(id, symbol);
      part(this, 'importance-bars', ImportanceBars).show(analysis);
      const order = (analysis.importance?.parameters ?? [])
        .toSorted((a, b) => b.share - a.share)
        .map(({ name }) => name);
      part(this, 'heat-panel', HeatPanel).show(this.#view(this.#model), search, order);
      this.#say('');
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #brush(brushes: Brushes): void {
    this.#brushes = brushes;
    this.#draw();
  }

  #view(model: ExplorerModel): ExplorerView {
    return { model, brushes: this.#brushes, chosen: chosenRows(model, this.#brushes) };
  }

  #draw(): void {
    const model = this.#model;
    if (model === null) return;
    const view = this.#view(model);
    part(this, 'parallel-axes', ParallelAxes).show(view);
    part(this, 'slice-plots', SlicePlots).show(view);
    part(this, 'range-filters', RangeFilters).show(view);
    part(this, '.clear', HTMLButtonElement).disabled = this.#brushes.size === 0;
    this.#list(view);
    const edges = edgesOfBest(model).map(({ name, value }) => `${name} ${value}`);
    const edge = part(this, '.edges', HTMLElement);
    edge.hidden = edges.length === 0;
    setText(
      edge,
      `The best lies at the edge of its range: ${edges.join(', ')}. A wider range may hold better sets.`,
    );
  }

  /** How many are chosen, and the best of them. */
  #list({ model, chosen }: ExplorerView): void {
    const { evaluations, valid, columns } = model.sample;
    const count = chosen.reduce((sum, one) => sum + one, 0);
    const drawn = columns.id.length;
    const of =
      drawn < evaluations
        ? ` of ${formatNumber(evaluations)}: the best, and an even part of the others`
        : '';
    setText(
      part(this, '.count', HTMLElement),
      this.#brushes.size === 0
        ? `${formatNumber(drawn)} evaluations${of}; ${formatNumber(valid)} are valid`
        : `${formatNumber(count)} of ${formatNumber(drawn)} shown are chosen`,
    );
    const parameters = model.axes.filter(({ kind }) => kind === 'parameter');
    const rows = this.#brushes.size === 0 ? [] : bestOfChosen(model, chosen, MOST_LISTED);
    const lines = rows.map((row) => {
      const set = parameters
        .map((axis) => `${axis.name} ${axisText(axis, axis.values[row] as number)}`)
        .join('  ');
      const { id = '', symbol = '' } = this.#search ?? {};
      const number = String(columns.id[row]);
      const href = sitePath('/evaluation/', { run: id, symbol, id: number });
      const score = formatFitness(columns.fitness[row]);
      return element('li', {}, element('a', { href }, `#${number}`), `  ${score}  ${set}`);
    });
    part(this, '.chosen-best', HTMLElement).replaceChildren(...lines);
  }

  #say(text: string): void {
    const problem = part(this, '.explorer-problem', HTMLElement);
    problem.hidden = text === '';
    setText(problem, text);
  }
}

customElements.define('search-explorer', SearchExplorer);
