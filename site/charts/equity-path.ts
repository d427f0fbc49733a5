export type EquityPoints = readonly (readonly [number, number])[];

export interface EquityFrame {
  readonly width: number;
  readonly height: number;
  /** First and last second of the shared axis. */
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** The frame of a small chart: x shared with its neighbours, y its own. Null without any value. */
export function equityFrame(
  curves: readonly EquityPoints[],
  box: Pick<EquityFrame, 'width' | 'height' | 'from' | 'to'>,
): EquityFrame | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [, value] of curves.flat()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return null;
  const padding = high > low ? 0 : Math.abs(high) * 0.01 || 1;
  return { ...box, low: low - padding, high: high + padding };
}

/** A curve as the outline of an SVG path. */
export function equityPath(points: EquityPoints, frame: EquityFrame): string {
  const { width, height, from, to, low, high } = frame;
  const x = (seconds: number) => (((seconds - from) / (to - from || 1)) * width).toFixed(1);
  const y = (value: number) => (height - ((value - low) / (high - low)) * height).toFixed(1);
  return points
    .map(([seconds, value], index) => `${index === 0 ? 'M' : 'L'}${x(seconds)} ${y(value)}`)
    .join('');
}
