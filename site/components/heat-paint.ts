import type { HeatMap } from '../../runner/server/views.ts';
import type { CanvasBox } from '../charts/canvas-box.ts';
import type { ChartColors } from '../charts/chart-colors.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { heatColor, heatShares } from '../data/heat-colors.ts';

export type Measure = 'best' | 'mean';

/** Width and height of a bin on a canvas. */
export function cellSize({ x, y }: HeatMap, { width, height }: CanvasBox): [number, number] {
  return [width / x.labels.length, height / y.labels.length];
}

/** A square for each bin that was tried, coloured by rank where anything in it is valid. */
export function paintHeat(
  canvas: CanvasBox,
  heat: HeatMap,
  { measure, colors }: { readonly measure: Measure; readonly colors: ChartColors },
): void {
  const shares = heatShares(heat[measure]);
  const columns = heat.x.labels.length;
  const [width, height] = cellSize(heat, canvas);
  canvas.draw((context) => {
    for (const [bin, share] of shares.entries()) {
      const [column, row] = [bin % columns, Math.floor(bin / columns)];
      const isTried = (heat.others[bin] ?? 0) > 0;
      if (share === null && !isTried) continue;
      context.fillStyle = share === null ? colors.band : heatColor(share, colors);
      const y = canvas.height - (row + 1) * height;
      context.fillRect(column * width, y, Math.max(1, width - 1), Math.max(1, height - 1));
    }
  });
}

/** What a bin holds, in words. */
export function binText(heat: HeatMap, bin: number): string {
  const columns = heat.x.labels.length;
  const [x, y] = [heat.x.labels[bin % columns], heat.y.labels[Math.floor(bin / columns)]];
  const [made, others] = [heat.valid[bin] ?? 0, heat.others[bin] ?? 0];
  const best = heat.best[bin];
  const figures =
    best === null || best === undefined
      ? ''
      : `  best ${formatFitness(best)} (#${heat.bestId[bin]})  mean ${formatFitness(heat.mean[bin] ?? 0)}`;
  const count = `${formatNumber(made)} valid${others > 0 ? `, ${formatNumber(others)} not` : ''}`;
  return `${heat.x.name} ${x}  ${heat.y.name} ${y}${figures}  ${count}`;
}
