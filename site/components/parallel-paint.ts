import type { CanvasBox } from '../charts/canvas-box.ts';
import type { ChartColors } from '../charts/chart-colors.ts';
import { bestOfChosen } from '../data/explorer-model.ts';
import type { ExplorerView } from './explorer-view.ts';
import { type ParallelLines, type Stroke, strokeRows } from './parallel-lines.ts';

/** What is drawn of a view, and in which colours. */
interface Painted {
  readonly view: ExplorerView;
  readonly colors: ChartColors;
}

/** Rows that are drawn alike. */
interface Band {
  readonly rows: readonly number[];
  readonly stroke: Stroke;
}

/** Shares of the chosen rows, best first, at which the colour changes. */
const PARTS = [0, 0.05, 0.2, 0.5, 1];
const BANDS: readonly ((colors: ChartColors) => string)[] = [
  ({ series }) => series[1] ?? '',
  ({ series }) => series[0] ?? '',
  ({ series }) => series[2] ?? '',
  ({ muted }) => muted,
];

/** What is chosen and valid, each part a deeper colour than the next; then the very best in bold. */
function chosenBands({ view: { model, chosen }, colors }: Painted): readonly Band[] {
  const rows = bestOfChosen(model, chosen);
  const place = (part: number): number => Math.ceil(rows.length * (PARTS[part] as number));
  const bands = BANDS.map((color, part): Band => {
    const own = rows.slice(place(part), place(part + 1));
    return { rows: own, stroke: { color: color(colors), alpha: alphaOf(own.length) } };
  });
  return [...bands, { rows: rows.slice(0, 1), stroke: { color: colors.ink, alpha: 1, width: 2 } }];
}

function alphaOf(count: number): number {
  return Math.min(0.9, Math.max(0.12, 60 / Math.max(1, count)));
}

/** From one axis to the next; where nothing but a processor draws, so many take some 5 ms. */
const MOST_IN_SLICE = 8_000;

/** Draws bands in slices of about as many lines: between two of them something else may be done. */
function* strokeBands(
  canvas: CanvasBox,
  lines: ParallelLines,
  bands: readonly Band[],
): Generator<undefined, void> {
  const perRow = Math.max(1, lines.axes.length - 1) * devicePixelRatio ** 2;
  const most = Math.ceil(MOST_IN_SLICE / perRow);
  let room = most;
  for (const { rows, stroke } of bands) {
    for (let from = 0; from < rows.length; ) {
      const slice = rows.slice(from, from + room);
      canvas.add((context) => strokeRows(context, lines, slice, stroke));
      from += slice.length;
      room -= slice.length;
      if (room > 0) continue;
      room = most;
      yield;
    }
  }
}

/** Where the lines of a choice are drawn: the best of them over the others. */
export interface ChosenCanvases {
  readonly best: CanvasBox;
  readonly others: CanvasBox;
}

/** The lines of a choice in slices: those come first that tell most. */
export function* paintChosen(
  { best, others }: ChosenCanvases,
  lines: ParallelLines,
  painted: Painted,
): Generator<undefined, void> {
  const [first, second, third, fourth, bold] = chosenBands(painted);
  const drawn = (...bands: readonly (Band | undefined)[]) =>
    bands.filter((band) => band !== undefined);
  for (const canvas of [best, others]) canvas.draw(() => {});
  yield* strokeBands(best, lines, drawn(second, first, bold));
  yield* strokeBands(others, lines, drawn(fourth, third));
}

const FAINT = 0.09;

/** All lines, faint, in slices: no choice changes them. */
export function* paintGround(
  canvas: CanvasBox,
  lines: ParallelLines,
  { view: { model, validOnly }, colors }: Painted,
): Generator<undefined, void> {
  canvas.draw(() => {});
  const rows = validOnly ? model.ranked : [...model.valid.keys()];
  yield* strokeBands(canvas, lines, [{ rows, stroke: { color: colors.muted, alpha: FAINT } }]);
}

/** The axes, and what is brushed of them. */
export function paintAxes(
  context: CanvasRenderingContext2D,
  { axes, xOf, yOf, top, length }: ParallelLines,
  { view: { brushes }, colors }: Painted,
): void {
  for (const [place, axis] of axes.entries()) {
    context.fillStyle = colors.line;
    context.fillRect(xOf(place) - 0.5, top, 1, length);
    const range = brushes.get(axis.key);
    if (range === undefined) continue;
    const [low = 0, high = 0] = range.map((value) =>
      yOf(axis, Math.min(axis.max, Math.max(axis.min, value))),
    );
    context.globalAlpha = 0.35;
    context.fillStyle = colors.accent;
    context.fillRect(xOf(place) - 7, high, 14, Math.max(2, low - high));
    context.globalAlpha = 1;
  }
}
