import { ChartPanel } from './chart-panel.ts';
import { part } from './element.ts';
import type { ExplorerView } from './explorer-view.ts';
import { HeatPanel } from './heat-panel.ts';
import { type PanelState, showPanelState } from './panel-state.ts';
import { ParallelAxes } from './parallel-axes.ts';
import { RangeFilters } from './range-filters.ts';
import { RankPlot } from './rank-plot.ts';
import { SlicePlots } from './slice-plots.ts';

const NO_VALID = 'No valid set yet. Each adds a mark to every parameter.';

export function distributionOf(host: ParentNode): ChartPanel<'distribution'> {
  return part(host, 'chart-panel[kind=distribution]', ChartPanel<'distribution'>);
}

/** What is said in place of every plot. */
export function sayInPlots(host: ParentNode, state: PanelState): void {
  const plots = host.querySelectorAll<HTMLElement>(
    'parallel-axes, slice-plots, .map, importance-bars, chart-panel',
  );
  for (const plot of plots) showPanelState(plot, state);
}

/** @param order keys of axes from left to right */
export function drawAxes(host: ParentNode, view: ExplorerView, order: readonly string[]): void {
  const axes = part(host, 'parallel-axes', ParallelAxes);
  axes.show(view, order);
  showPanelState(axes, { is: 'shown' });
}

/** What lies over two parameters: those of the heat map. */
export function drawPair(host: ParentNode, view: ExplorerView): void {
  const heat = part(host, 'heat-panel', HeatPanel);
  heat.choose(view);
  part(host, 'rank-plot', RankPlot).show(view, heat.pair);
  showPanelState(part(host, 'rank-plot .map', HTMLElement), { is: 'shown' });
}

/** Draws all plots of a sample alike. @param order keys of axes from left to right */
export function drawPlots(host: ParentNode, view: ExplorerView, order: readonly string[]): void {
  drawAxes(host, view, order);
  const slices = part(host, 'slice-plots', SlicePlots);
  slices.show(view);
  const isEmpty = view.model.best < 0;
  showPanelState(slices, isEmpty ? { is: 'empty', why: NO_VALID } : { is: 'shown' });
  part(host, 'range-filters', RangeFilters).show(view);
  drawPair(host, view);
}

/** Marks an evaluation in all of them. @param row of the model; -1 for none */
export function markInPlots(host: ParentNode, id: number | null, row: number): void {
  part(host, 'parallel-axes', ParallelAxes).mark(row);
  part(host, 'slice-plots', SlicePlots).mark(row);
  part(host, 'heat-panel', HeatPanel).mark(row);
  part(host, 'rank-plot', RankPlot).mark(row);
  distributionOf(host).mark(id);
}
