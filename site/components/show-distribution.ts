import type { SearchSample } from '../../runner/server/views.ts';
import { type ChartPanel, showLegend } from './chart-panel.ts';

type Panel = ChartPanel<'distribution'>;

interface Shown {
  readonly sample: SearchSample;
  readonly chosen: readonly number[] | null;
}

const shown = new WeakMap<Panel, Shown>();

/** Draws the distribution of all, and of those that are chosen; what stands already costs nothing. */
export function showDistribution(
  panel: Panel,
  sample: SearchSample,
  chosen: readonly number[] | null,
): void {
  const last = shown.get(panel);
  if (last?.sample === sample && last.chosen === chosen) return;
  shown.set(panel, { sample, chosen });
  panel.show({ ...sample, chosen });
  showLegend(panel, [
    { text: 'all', series: 0 },
    ...(chosen === null ? [] : [{ text: 'chosen', series: 1 }]),
  ]);
}
