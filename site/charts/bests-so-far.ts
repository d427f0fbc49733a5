import { formatDuration, formatFitness, formatNumber } from '../data/format.ts';
import type { OverlayLine } from '../data/overlay-columns.ts';
import { scoreRange } from '../data/score-range.ts';
import { overlay } from './overlay.ts';

export interface BestsSoFar {
  readonly axis: 'evaluations' | 'seconds';
  /** Improvements: [evaluations or seconds, fitness], and the last value again where the run is now. */
  readonly lines: readonly OverlayLine[];
}

/** Best fitness of several runs as steps, by evaluations or by seconds. */
export const bestsSoFar = overlay<BestsSoFar>({
  lines: ({ lines }) => lines,
  stepped: true,
  axes: ({ axis, lines }) => {
    const range = scoreRange(lines.flatMap(({ points }) => points.map(([, score]) => score)));
    return {
      key: `${axis} ${range}`,
      time: false,
      durations: axis === 'seconds',
      formatX: (x) => (axis === 'seconds' ? formatDuration(x) : formatNumber(x)),
      formatY: formatFitness,
      rangeY: () => [...(range ?? [0, 1])],
    };
  },
  describe: ({ name, points }, { axis }) => {
    const [first, last] = [points[0], points.at(-1)];
    const reach = axis === 'seconds' ? formatDuration(last?.[0]) : `${last?.[0]} evaluations`;
    return `${name}: from ${formatFitness(first?.[1])} to ${formatFitness(last?.[1])} in ${reach}.`;
  },
});
