export type OverlayPoints = readonly (readonly [number, number])[];

/** One of several lines on the same axes. */
export interface OverlayLine {
  readonly name: string;
  /** Decides colour and dashes. */
  readonly position: number;
  /** What the others are held against: drawn in grey, behind them. */
  readonly reference?: true;
  readonly points: OverlayPoints;
}

/**
 * One shared x column, and a column for each line with null outside of its own first and last x.
 * Between two of its points a line keeps the value of the earlier: steps are steps, and days that
 * only another line has leave no gap.
 */
export function overlayColumns(
  lines: readonly OverlayPoints[],
): [number[], ...(number | null)[][]] {
  const xs = [...new Set(lines.flatMap((line) => line.map(([x]) => x)))].sort((a, b) => a - b);
  const columns = lines.map((line) => {
    const end = line.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
    let next = 0;
    let value: number | null = null;
    return xs.map((x) => {
      for (let point = line[next]; point && point[0] <= x; point = line[++next]) value = point[1];
      return x > end ? null : value;
    });
  });
  return [xs, ...columns];
}

/** A curve that starts at 100; empty where it does not start above 0. */
export function normalised(points: OverlayPoints): OverlayPoints {
  const start = points[0]?.[1] ?? 0;
  return start > 0 ? points.map(([x, value]) => [x, (value / start) * 100] as const) : [];
}
