type Points = readonly (readonly [number, number])[];

/** Of a chart with two logarithmic axes: evaluations to the right, distance to the optimum up. */
export interface GapFrame {
  readonly width: number;
  readonly height: number;
  readonly evaluations: number;
  readonly optimum: number;
  readonly low: number;
  readonly high: number;
  /** Whether a curve stands on the ground, at the lowest distance or nearer. */
  readonly grounded: boolean;
}

/** Distances differ by this much at most; what is nearer stands on the ground. */
const MOST_RANGE = 1e5;
/** Where a search begins tells nothing: the scale is that of what comes after. */
const SCALE_FROM = 5;

/** The frame that curves share; null where they all stand at the optimum from the start. */
export function gapFrame(
  curves: readonly Points[],
  box: Pick<GapFrame, 'width' | 'height' | 'evaluations' | 'optimum'>,
): GapFrame | null {
  const gaps = curves.flatMap((points) =>
    points.filter(([n]) => n >= SCALE_FROM).map(([, value]) => value - box.optimum),
  );
  const high = Math.max(0, ...gaps);
  if (high === 0) return null;
  const low = Math.min(...gaps.filter((gap) => gap > high / MOST_RANGE), high);
  const grounded = gaps.some((gap) => gap <= high / MOST_RANGE);
  return { ...box, high, low: Math.min(grounded ? low / 3 : low, high / 1.5), grounded };
}

/** A curve as the outline of an SVG path; values hold until the next. */
export function gapPath(points: Points, frame: GapFrame): string {
  const place = (n: number, value: number): readonly [string, string] => [
    gapX(n, frame).toFixed(1),
    gapY(value, frame).toFixed(1),
  ];
  return points
    .map(([n, value], index) => {
      const [x, y] = place(n, value);
      return index === 0 ? `M${x} ${y}` : `L${x} ${y}`;
    })
    .join('');
}

export function gapX(n: number, { width, evaluations }: GapFrame): number {
  return (Math.log(n) / Math.log(evaluations)) * width;
}

function gapY(value: number, { height, optimum, low, high }: GapFrame): number {
  const gap = Math.min(high, Math.max(low, value - optimum));
  return height - (Math.log(gap / low) / Math.log(high / low)) * height;
}
