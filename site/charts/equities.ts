import { formatNumber } from '../data/format.ts';
import type { OverlayLine } from '../data/overlay-columns.ts';
import { overlay } from './overlay.ts';

export interface Equities {
  readonly log: boolean;
  /** Equity by Unix seconds, 100 at the start. */
  readonly lines: readonly OverlayLine[];
}

const day = (seconds: number | undefined) =>
  new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10);
const value = (figure: number) => formatNumber(figure, Math.abs(figure) < 1_000 ? 1 : 0);

/** Equity of several bests from the same start, so that growth is compared and not money. */
export const equities = overlay<Equities>({
  // A logarithm knows nothing at or below 0: a ruined account ends its line.
  lines: ({ lines, log }) =>
    log
      ? lines.map((line) => ({ ...line, points: line.points.filter(([, equity]) => equity > 0) }))
      : lines,
  stepped: false,
  axes: ({ log }) => ({
    key: String(log),
    time: true,
    log,
    formatX: day,
    formatY: (figure) => (log || Number.isInteger(figure) ? formatNumber(figure) : value(figure)),
    rangeY: (_, low, high) => {
      if (log) return [low * 0.97, high * 1.03];
      const padding = (high - low) * 0.05 || 1;
      return [low - padding, high + padding];
    },
  }),
  describe: ({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return `${name}: 100 on ${day(first?.[0])}, ${value(last?.[1] ?? 0)} on ${day(last?.[0])}.`;
  },
});
