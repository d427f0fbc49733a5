import type { SearchSample } from '../../runner/server/views.ts';
import { formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import type { ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';
import { plotRing } from './plot-ring.ts';
import { rangeChoice } from './range-choice.ts';

export interface ChosenDistribution extends SearchSample {
  /** Quantiles of those that are chosen, where there is a choice. */
  readonly chosen?: readonly number[] | null;
}

/** What share of the valid evaluations reached no more than a fitness (empirical distribution). */
export const distribution: ChartKind<ChosenDistribution> = {
  describe: ({ quantiles, valid }) => {
    if (quantiles.length === 0) return null;
    const half = quantiles[Math.floor(quantiles.length / 2)];
    const best = quantiles.at(-1);
    return `Distribution of fitness over ${formatNumber(valid)} valid evaluations: half reached no more than ${formatFitness(half)}, the best ${formatFitness(best)}.`;
  },
  create: (initial, frame) => {
    let data = initial;
    const shareOf = (index: number): number => index / Math.max(1, data.quantiles.length - 1);
    const ring = plotRing();
    const dragging = rangeChoice({
      isOn: () => true,
      choose: (box) => frame.onChoice?.({ fitness: box?.x ?? null }),
    });
    const chart = linePlot(initial, frame, {
      time: false,
      fractions: true,
      chooseRange(fitness) {
        frame.onChoice?.({ fitness });
        return true;
      },
      hooks: {
        init: [...(ring.hooks.init ?? []), ...(dragging.hooks.init ?? [])],
        setSelect: dragging.hooks.setSelect ?? [],
      },
      series: [
        { stroke: frame.colors.series[0] ?? frame.colors.accent, width: 1.5 },
        { stroke: frame.colors.series[1] ?? frame.colors.accent, width: 2 },
      ],
      columns: ({ quantiles, chosen }) => [
        [...quantiles],
        quantiles.map((_, index) => 100 * shareOf(index)),
        quantiles.map((fitness) => (chosen ? shareBelow(chosen, fitness) : null)),
      ],
      formatX: formatFitness,
      formatY: (share) => formatPercent(share, 0),
      rangeY: () => [0, 100],
      readout: (_, index) => {
        const fitness = data.quantiles[index];
        if (fitness === undefined) return null;
        return `${formatPercent(100 * shareOf(index), 1)} reached at most ${formatFitness(fitness)}`;
      },
    });
    return {
      ...chart,
      update: (next) => {
        data = next;
        chart.update(next);
      },
      mark(id) {
        const { id: ids, fitness } = data.columns;
        const value = id === null ? null : fitness[ids.indexOf(id)];
        const share = value == null ? null : shareBelow(data.quantiles, value);
        ring.place(value == null || share === null ? null : [value, share]);
      },
    };
  },
};

/** The share in percent of quantiles, which ascend, that are no more than a value. */
function shareBelow(quantiles: readonly number[], value: number): number | null {
  if (quantiles.length === 0) return null;
  const above = quantiles.findIndex((one) => one > value);
  return above < 0 ? 100 : (100 * above) / quantiles.length;
}
