import { formatFitness, formatPercent } from '../data/format.ts';
import type { OverlayLine, OverlayPoints } from '../data/overlay-columns.ts';
import { scoreRange } from '../data/score-range.ts';
import { overlay } from './overlay.ts';

export interface Shares {
  /** By fitness the share of valid sets that reached no more, in percent; fitness ascends. */
  readonly lines: readonly OverlayLine[];
}

/** The lowest fitness that is drawn: a few disasters must not press the rest into a corner. */
function lowestOf(lines: readonly OverlayLine[]): number {
  const range = scoreRange(lines.flatMap(({ points }) => points.map(([fitness]) => fitness)));
  return range?.[0] ?? Number.NEGATIVE_INFINITY;
}

/** What lies below is told by where the line begins. */
function cut(points: OverlayPoints, low: number): OverlayPoints {
  const first = points.findIndex(([fitness]) => fitness >= low);
  if (first <= 0) return points;
  return [[low, points[first - 1]?.[1] ?? 0], ...points.slice(first)];
}

/** Distributions of fitness over several searches: the farther right a line, the better its sets. */
export const shares = overlay<Shares>({
  lines: ({ lines }) => {
    const low = lowestOf(lines);
    return lines.map((line) => ({ ...line, points: cut(line.points, low) }));
  },
  stepped: true,
  axes: () => ({
    key: '',
    time: false,
    fractions: true,
    formatX: formatFitness,
    formatY: (share) => formatPercent(share, 0),
    rangeY: () => [0, 100],
  }),
  describe: ({ name, points }) => {
    const half = points.find(([, share]) => share >= 50);
    const best = points.at(-1);
    return `${name}: half of its valid sets reached no more than ${formatFitness(half?.[0])}, the best ${formatFitness(best?.[0])}.`;
  },
});
