import { type ChartColors, seriesColor } from './chart-colors.ts';

/** In CSS pixels; an empty pattern is a whole line. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];
const COLORS = 6;

export interface LineStyle {
  /** Place in the palette, from 1 on. */
  readonly series: number;
  readonly dash: readonly number[];
}

/** More lines than colours that everybody can tell apart: after those, the same ones dashed. */
export function lineStyle(position: number): LineStyle {
  const dash = DASHES[Math.floor(position / COLORS) % DASHES.length] ?? [];
  return { series: (position % COLORS) + 1, dash };
}

/** What lines are held against. */
export const referenceLine = ({ muted }: Pick<ChartColors, 'muted'>) => ({
  stroke: muted,
  width: 1.25,
  dash: [4, 3],
});

export function lineColor(colors: ChartColors, position: number): string {
  return seriesColor(colors, position % COLORS);
}
