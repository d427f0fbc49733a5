import type { SearchSample } from '../../runner/server/views.ts';
import { api } from '../data/api.ts';
import { describe } from '../data/describe-error.ts';
import { emptyReason } from '../data/empty-reason.ts';
import { createExplorerChoice } from '../data/explorer-choice.ts';
import {
  chosenRows,
  createExplorerModel,
  type ExplorerModel,
  fitnessOfBest,
  withTurned,
} from '../data/explorer-model.ts';
import { frameBatch } from '../data/frame-batch.ts';
import { fromAddress, keepInAddress } from '../data/page-address.ts';
import { type ExploredSearch, watchSearch } from '../data/watch-search.ts';
import { isWithin } from '../data/within-choice.ts';
import { chosenPoints, showChosen, showEdges } from './chosen-list.ts';
import { part } from './element.ts';
import { AxesEvent, ChoiceEvent, PairEvent, type Range } from './explorer-events.ts';
import {
  distributionOf,
  drawAxes,
  drawPair,
  drawPlots,
  markInPlots,
  sayInPlots,
} from './explorer-plots.ts';
import type { ExplorerView } from './explorer-view.ts';
import { HeatPanel } from './heat-panel.ts';
import { ImportanceBars } from './importance-bars.ts';
import { fillPanel, type PanelState, showStale } from './panel-state.ts';
import { showDistribution } from './show-distribution.ts';

const SHOWN: PanelState = { is: 'shown' };

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
  readonly #choice = createExplorerChoice();
  #search: ExploredSearch | null = null;
  /** As it was sent, and with the axes turned that are turned now. */
  #plain: ExplorerModel | null = null;
  #model: ExplorerModel | null = null;
  #rows = new Map<number, number>();
  #quantiles: readonly number[] | null = null;

  connectedCallback(): void {
    sayInPlots(this, { is: 'loading' });
    this.addEventListener(AxesEvent.NAME, (event) => this.#changeAxes((event as AxesEvent).detail));
    this.addEventListener(PairEvent.NAME, (event) => {
      keepInAddress('pair', (event as PairEvent).detail);
      this.#drawSoon(null);
    });
    part(this, '.clear', HTMLButtonElement).addEventListener('click', () => {
      this.#choice.clear();
      this.#chosen();
    });
    const only = part(this, 'input[name=valid-only]', HTMLInputElement);
    only.checked = this.#choice.validOnly;
    only.addEventListener('change', () => {
      this.#choice.showValidOnly(only.checked);
      this.#drawSoon(null);
    });
    const top = part(this, 'select[name=top-share]', HTMLSelectElement);
    top.addEventListener('change', () => this.#chooseBest(Number(top.value)));
    if (this.#choice.brushes.size > 0) this.#watch.want();
  }

  show(search: ExploredSearch): void {
    this.#search = search;
    if (search.evaluations === 0) {
      sayInPlots(this, { is: 'empty', why: emptyReason(search) });
      this.setAttribute('aria-busy', 'false');
    }
    this.#watch.show(search);
  }

  /** Changes what is chosen on some axes; null clears one. */
  brush(ranges: Readonly<Record<string, Range | null>>): void {
    this.#choice.brush(ranges);
    this.#chosen();
  }

  /** Marks an evaluation in every plot; null marks none. */
  mark(id: number | null): void {
    const row = id === null ? -1 : (this.#rows.get(id) ?? -1);
    markInPlots(this, id, row);
  }

  /** What all evaluations of the choice reached, as the server found it. */
  showQuantiles(quantiles: readonly number[] | null): void {
    this.#quantiles = quantiles;
    if (this.#model !== null) this.#showDistribution(this.#model.sample);
  }

  async #ask(search: ExploredSearch): Promise<void> {
    if (this.#model === null) sayInPlots(this, { is: 'loading' });
    const problems = [await this.#askSample(search)];
    this.setAttribute('aria-busy', 'false');
    if (this.#model !== null) problems.push(...(await this.#askRest(search, this.#model.sample)));
    showStale(this, problems);
  }

  /** @returns why what is drawn is old */
  async #askSample(search: ExploredSearch): Promise<string | null> {
    try {
      const sample = await api.sample(search.id, search.symbol);
      this.#plain = createExplorerModel(sample);
      this.#rows = new Map(sample.columns.id.map((own, row) => [own, row]));
      this.#turn();
      this.#tell();
      return null;
    } catch (error) {
      const why = describe(error);
      if (this.#model !== null) return why;
      sayInPlots(this, { is: 'failed', why, retry: () => void this.#ask(search) });
      return null;
    }
  }

  /** What needs more than the sample. */
  async #askRest(
    search: ExploredSearch,
    sample: SearchSample,
  ): Promise<readonly (string | null)[]> {
    const { id, symbol } = search;
    const names = sample.parameters.map(({ name }) => name);
    const pair = fromAddress('pair').filter((name) => names.includes(name));
    const heat = part(this, 'heat-panel', HeatPanel);
    const shown = heat.show(sample, search, pair);
    this.#drawPair();
    const bars = part(this, 'importance-bars', ImportanceBars);
    let order: readonly string[] = [];
    // Takes seconds where there are very many evaluations.
    const problem = await fillPanel(bars, async () => {
      const analysis = await api.analysis(id, symbol);
      bars.show(analysis);
      order = (analysis.importance?.parameters ?? [])
        .toSorted((a, b) => b.share - a.share)
        .map(({ name }) => name);
      return SHOWN;
    });
    const preferred = heat.prefer([...new Set([...pair, ...order])]);
    this.#drawPair();
    return [problem, await shown, await preferred];
  }

  #turn(): void {
    if (this.#plain === null) return;
    this.#model = withTurned(this.#plain, this.#choice.turned);
    this.#draw();
  }

  #changeAxes({ turned, order }: AxesEvent['detail']): void {
    if (order !== undefined) {
      this.#choice.arrange(order);
      if (this.#view !== null) drawAxes(this, this.#view, order);
    }
    if (turned === undefined) return;
    this.#choice.turn(turned);
    this.#turn();
  }

  get #view(): ExplorerView | null {
    const { brushes, validOnly } = this.#choice;
    const model = this.#model;
    return model && { model, brushes, chosen: chosenRows(model, brushes), validOnly };
  }

  #chosen(): void {
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
    const { brushes } = this.#choice;
    const points = brushes.size === 0 ? null : chosenPoints(model, brushes);
    const holds = (one: Parameters<typeof isWithin>[0]) => isWithin(one, model, brushes);
    this.dispatchEvent(new ChoiceEvent({ brushes, points, holds }));
  }

  #draw(): void {
    const view = this.#view;
    if (view === null) return;
    const { model, brushes } = view;
    drawPlots(this, view, this.#choice.order);
    this.#showDistribution(model.sample);
    part(this, '.clear', HTMLButtonElement).disabled = brushes.size === 0;
    if (!brushes.has('fitness')) part(this, '[name=top-share]', HTMLSelectElement).value = '100';
    showChosen(this, view, this.#search);
    showEdges(this, model);
  }

  #drawPair(): void {
    if (this.#view !== null) drawPair(this, this.#view);
  }

  #showDistribution(sample: SearchSample): void {
    const chosen = this.#choice.brushes.size === 0 ? null : this.#quantiles;
    showDistribution(distributionOf(this), sample, chosen);
  }
}

customElements.define('search-explorer', SearchExplorer);
