import type { SearchSample } from '../../runner/server/views.ts';
import { formatFitness, formatNumber, formatPercent } from '../data/format.ts';
import type { ChartKind } from './chart.ts';
import { linePlot } from './line-plot.ts';

/** What share of the valid evaluations reached no more than a fitness (empirical distribution). */
export const distribution: ChartKind<SearchSample> = {
  describe: ({ quantiles, valid }) => {
    if (quantiles.length === 0) return null;
    const half = quantiles[Math.floor(quantiles.length / 2)];
    const best = quantiles.at(-1);
    return `Distribution of fitness over ${formatNumber(valid)} valid evaluations: half reached no more than ${formatFitness(half)}, the best ${formatFitness(best)}.`;
  },
  create: (initial, frame) => {
    let data = initial;
    const shareOf = (index: number): number => index / Math.max(1, data.quantiles.length - 1);
    const chart = linePlot(initial, frame, {
      time: false,
      fractions: true,
      series: [{ stroke: frame.colors.series[0] ?? frame.colors.accent, width: 1.5 }],
      columns: ({ quantiles }) => [
        [...quantiles],
        quantiles.map((_, index) => 100 * shareOf(index)),
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
    };
  },
};
