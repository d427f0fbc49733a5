import { valueText } from '../domain/number-text.ts';

export interface PlotOptions {
  /** Characters of the plot itself, without its labels. */
  readonly width: number;
  readonly height: number;
  /** The right edge of the x axis. */
  readonly end: number;
}

/** Dots of a braille character from the bottom up, left column and right column. */
const LEFT = [0x40, 0x04, 0x02, 0x01] as const;
const RIGHT = [0x80, 0x20, 0x10, 0x08] as const;
const BLANK = 0x2800;

/**
 * A rising staircase in braille characters, two by four dots each: each point holds until the next.
 * Own code: a package for terminal plots would be larger than all of this.
 *
 * @param points [x, y], x ascending; points that are not finite are left out
 */
export function stepPlot(
  points: readonly (readonly [number, number])[],
  { width, height, end }: PlotOptions,
): string {
  const shown = points.filter(([, y]) => Number.isFinite(y));
  const [first] = shown;
  const last = shown.at(-1);
  if (first === undefined || last === undefined) return '';
  const low = first[1];
  const high = last[1];
  const rows = height * 4;
  const levels = Array.from({ length: width * 2 }, (_, column) => {
    const x = ((column + 1) / (width * 2)) * end;
    const y = shown.findLast(([at]) => at <= x)?.[1];
    if (y === undefined) return null;
    return high === low ? 0 : Math.round(((y - low) / (high - low)) * (rows - 1));
  });
  const lines = Array.from({ length: height }, (_, row) => lineOf(levels, (height - 1 - row) * 4));
  return labelled(lines, { low, high });
}

function lineOf(levels: readonly (number | null)[], bottom: number): string {
  let line = '';
  for (let column = 0; column < levels.length; column += 2) {
    const left = dotOf(levels[column], bottom, LEFT);
    const right = dotOf(levels[column + 1], bottom, RIGHT);
    line += String.fromCharCode(BLANK + left + right);
  }
  return line;
}

function dotOf(level: number | null | undefined, bottom: number, dots: readonly number[]): number {
  return level === null || level === undefined ? 0 : (dots[level - bottom] ?? 0);
}

function labelled(
  lines: readonly string[],
  { low, high }: { readonly low: number; readonly high: number },
): string {
  const labels = lines.map((_, row) => {
    if (row === 0) return valueText(high);
    return row === lines.length - 1 && low !== high ? valueText(low) : '';
  });
  const width = Math.max(...labels.map((label) => label.length));
  return lines.map((line, row) => `${(labels[row] ?? '').padStart(width)} ┤${line}\n`).join('');
}
