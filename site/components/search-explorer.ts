import type { SearchSample } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import {
  type Brushes,
  chosenRows,
  createExplorerModel,
  type ExplorerModel,
  edgesOfBest,
  fitnessOfBest,
  withTurned,
} from '../data/explorer-model.ts';
import { frameBatch } from '../data/frame-batch.ts';
import { fromAddress, keepInAddress } from '../data/page-address.ts';
import { rangeTexts, readRanges } from '../data/range-text.ts';
import { type ExploredSearch, watchSearch } from '../data/watch-search.ts';
import { ChartPanel, showLegend } from './chart-panel.ts';
import { chosenPoints, showChosen } from './chosen-list.ts';
import { part, setText } from './element.ts';
import { AxesEvent, ChoiceEvent, PairEvent, type Range } from './explorer-events.ts';
import type { ExplorerView } from './explorer-view.ts';
import { HeatPanel } from './heat-panel.ts';
import { ImportanceBars } from './importance-bars.ts';
import { ParallelAxes } from './parallel-axes.ts';
import { RangeFilters } from './range-filters.ts';
import { RankPlot } from './rank-plot.ts';
import { SlicePlots } from './slice-plots.ts';

/**
 * Plots of a search's parameters that are brushed together. Asks for nothing before it is scrolled
 * to, or something is chosen elsewhere. The page's address holds what is chosen.
 */
export class SearchExplorer extends HTMLElement {
  readonly #watch = watchSearch(this, (search) => this.#ask(search));
  readonly #drawSoon = frameBatch<null>(() => {
    this.#draw();
    this.#tell();
  });
  #search: ExploredSearch | null = null;
  /** As it was sent, and with the axes turned that are turned now. */
  #plain: ExplorerModel | null = null;
  #model: ExplorerModel | null = null;
  #rows = new Map<number, number>();
  #brushes: Brushes = readRanges(fromAddress('where'));
  #turned: ReadonlySet<string> = new Set(fromAddress('log'));
  #order: readonly string[] = fromAddress('axis');
  #validOnly = fromAddress('valid').includes('1');
  #quantiles: readonly number[] | null = null;
  #distribution: { sample: SearchSample; chosen: readonly number[] | null } | null = null;

  connectedCallback(): void {
    this.addEventListener(AxesEvent.NAME, (event) => this.#changeAxes((event as AxesEvent).detail));
    this.addEventListener(PairEvent.NAME, (event) => {
      keepInAddress('pair', (event as PairEvent).detail);
      this.#drawSoon(null);
    });
    part(this, '.clear', HTMLButtonElement).addEventListener('click', () =>
      this.#choose(new Map()),
    );
    const only = part(this, 'input[name=valid-only]', HTMLInputElement);
    only.checked = this.#validOnly;
    only.addEventListener('change', () => {
      this.#validOnly = only.checked;
      keepInAddress('valid', only.checked ? ['1'] : []);
      this.#draw();
    });
    const top = part(this, 'select[name=top-share]', HTMLSelectElement);
    top.addEventListener('change', () => this.#chooseBest(Number(top.value)));
    if (this.#brushes.size > 0) this.#watch.want();
  }

  show(search: ExploredSearch): void {
    this.#search = search;
    this.#watch.show(search);
  }

  /** Changes what is chosen on some axes; null clears one. */
  brush(ranges: Readonly<Record<string, Range | null>>): void {
    const next = new Map(this.#brushes);
    for (const [key, range] of Object.entries(ranges)) {
      if (range === null) next.delete(key);
      else next.set(key, range);
    }
    this.#choose(next);
  }

  /** Marks an evaluation in every plot; null marks none. */
  mark(id: number | null): void {
    const row = id === null ? -1 : (this.#rows.get(id) ?? -1);
    part(this, 'parallel-axes', ParallelAxes).mark(row);
    part(this, 'slice-plots', SlicePlots).mark(row);
    part(this, 'rank-plot', RankPlot).mark(row);
  }

  /** What all evaluations of the choice reached, as the server found it. */
  showQuantiles(quantiles: readonly number[] | null): void {
    this.#quantiles = quantiles;
    if (this.#model !== null) this.#showDistribution(this.#model);
  }

  async #ask(search: ExploredSearch): Promise<void> {
    const { id, symbol } = search;
    try {
      const sample = await api.sample(id, symbol);
      this.#plain = createExplorerModel(sample);
      this.#rows = new Map(sample.columns.id.map((own, row) => [own, row]));
      this.#turn();
      this.hidden = false;
      this.setAttribute('aria-busy', 'false');
      const analysis = await api.analysis(id, symbol);
      part(this, 'importance-bars', ImportanceBars).show(analysis);
      const order = (analysis.importance?.parameters ?? [])
        .toSorted((a, b) => b.share - a.share)
        .map(({ name }) => name);
      const names = sample.parameters.map(({ name }) => name);
      const pair = fromAddress('pair').filter((name) => names.includes(name));
      part(this, 'heat-panel', HeatPanel).show(sample, search, [...pair, ...order]);
      this.#draw();
      this.#say('');
    } catch (error) {
      this.#say(describe(error));
    }
  }

  #turn(): void {
    if (this.#plain === null) return;
    this.#model = withTurned(this.#plain, this.#turned);
    this.#draw();
    this.#tell();
  }

  #changeAxes({ turned, order }: AxesEvent['detail']): void {
    if (order !== undefined) {
      this.#order = order;
      keepInAddress('axis', order);
      this.#draw();
    }
    if (turned === undefined) return;
    const next = new Set(this.#turned);
    if (!next.delete(turned)) next.add(turned);
    this.#turned = next;
    keepInAddress('log', [...next]);
    this.#turn();
  }

  #choose(brushes: Brushes): void {
    this.#brushes = brushes;
    keepInAddress('where', rangeTexts(brushes));
    this.#watch.want();
    this.#drawSoon(null);
  }

  #chooseBest(percent: number): void {
    if (this.#model === null) return;
    this.brush({ fitness: percent >= 100 ? null : fitnessOfBest(this.#model, percent) });
  }

  #tell(): void {
    const model = this.#model;
    if (model === null) return;
    const points = this.#brushes.size === 0 ? null : chosenPoints(model, this.#brushes);
    this.dispatchEvent(new ChoiceEvent(this.#brushes, points));
  }

  #view(model: ExplorerModel): ExplorerView {
    const brushes = this.#brushes;
    return { model, brushes, chosen: chosenRows(model, brushes), validOnly: this.#validOnly };
  }

  #draw(): void {
    const model = this.#model;
    if (model === null) return;
    const view = this.#view(model);
    part(this, 'parallel-axes', ParallelAxes).show(view, this.#order);
    part(this, 'slice-plots', SlicePlots).show(view);
    part(this, 'range-filters', RangeFilters).show(view);
    const heat = part(this, 'heat-panel', HeatPanel);
    heat.choose(view);
    part(this, 'rank-plot', RankPlot).show(view, heat.pair);
    this.#showDistribution(model);
    const isAll = this.#brushes.size === 0;
    part(this, '.clear', HTMLButtonElement).disabled = isAll;
    if (!this.#brushes.has('fitness'))
      part(this, 'select[name=top-share]', HTMLSelectElement).value = '100';
    showChosen(this, view, this.#search);
    const edges = edgesOfBest(model).map(({ name, value }) => `${name} ${value}`);
    const edge = part(this, '.edges', HTMLElement);
    edge.hidden = edges.length === 0;
    setText(
      edge,
      `The best lies at the edge of its range: ${edges.join(', ')}. A wider range may hold better sets.`,
    );
  }

  /** Of all, and of those that are chosen. */
  #showDistribution({ sample }: ExplorerModel): void {
    const chosen = this.#brushes.size === 0 ? null : this.#quantiles;
    const shown = this.#distribution;
    if (shown?.sample === sample && shown.chosen === chosen) return;
    this.#distribution = { sample, chosen };
    const panel = part(this, 'chart-panel[kind=distribution]', ChartPanel<'distribution'>);
    panel.show({ ...sample, chosen });
    showLegend(panel, [
      { text: 'all', series: 0 },
      ...(chosen === null ? [] : [{ text: 'chosen', series: 1 }]),
    ]);
  }

  #say(text: string): void {
    const problem = part(this, '.explorer-problem', HTMLElement);
    problem.hidden = text === '';
    setText(problem, text);
  }
}

customElements.define('search-explorer', SearchExplorer);
