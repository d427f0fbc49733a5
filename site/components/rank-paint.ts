import type { ChartColors } from '../charts/chart-colors.ts';
import { type ExplorerModel, fitnessRanks } from '../data/explorer-model.ts';
import { heatColor } from '../data/heat-colors.ts';
import type { ExplorerView } from './explorer-view.ts';

const SIZE = 4.5;
/** Colours: more are not told apart. */
const SHADES = 24;

/** Where a model's rows stand by fitness, worst first. */
export interface Ranked {
  readonly model: ExplorerModel;
  readonly ranks: Float64Array;
  readonly order: readonly number[];
}

/** Worst first, so that the best lie on top; what is not valid comes before. */
export function rankedOf(model: ExplorerModel): Ranked {
  const others = [...model.valid.keys()].filter((row) => model.valid[row] === 0);
  return { model, ranks: fitnessRanks(model), order: [...others, ...model.ranked.toReversed()] };
}

export function paintRanks(
  context: CanvasRenderingContext2D,
  { model, ranks, order }: Ranked,
  {
    view: { chosen, validOnly },
    colors,
    place,
  }: {
    readonly view: ExplorerView;
    readonly colors: ChartColors;
    readonly place: (row: number) => readonly [number, number];
  },
): void {
  const shades = Array.from({ length: SHADES }, (_, n) => heatColor(n / (SHADES - 1), colors));
  let shade = '';
  const mark = (row: number): void => {
    const rank = ranks[row] as number;
    const isValid = !Number.isNaN(rank);
    const size = isValid ? SIZE : 2;
    const [x, y] = place(row);
    const next = isValid ? (shades[Math.round(rank * (SHADES - 1))] ?? '') : colors.muted;
    // By rank, so that a colour, which has to be read, holds for a while.
    if (next !== shade) context.fillStyle = next;
    shade = next;
    context.fillRect(x - size / 2, y - size / 2, size, size);
  };
  const shown = validOnly ? order.filter((row) => model.valid[row] === 1) : order;
  for (const isChosen of [0, 1]) {
    context.globalAlpha = isChosen === 1 ? 0.9 : 0.1;
    for (const row of shown) if (chosen[row] === isChosen) mark(row);
  }
  context.globalAlpha = 1;
  if (model.best < 0) return;
  const [x, y] = place(model.best);
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  context.strokeRect(x - 5, y - 5, 10, 10);
}
