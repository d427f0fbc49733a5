import type { SlotTimeline } from '../../runner/server/views.ts';
import { formatDuration, formatPercent } from '../data/format.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';
import { DURATION_STEPS } from './line-plot.ts';

/** Room beside the rows in CSS pixels: names on the left, pauses above, times below. */
const LEFT = 88;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 22;
const FONT = '11px system-ui, sans-serif';
/** Labels nearer to each other than this cannot be read. */
const LEAST_LABEL = 13;
/** The same for times. */
const LEAST_TICK = 80;

export interface MarkedTimeline extends SlotTimeline {
  /** Ids of those that are chosen, where there is a choice; the others fade where each is drawn. */
  readonly chosen?: ReadonlySet<number> | null;
}

/** Where rows and times stand on the canvas. */
export interface TimelinePlace {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  xOf(second: number): number;
  /** The slot and second at a point; null beside the rows. */
  at(x: number, y: number): { readonly slot: number; readonly second: number } | null;
  yOf(slot: number): number;
  /** The second across, within the time there is. */
  secondAt(x: number): number;
}

export function placeOf(
  { slots, seconds }: SlotTimeline,
  width: number,
  height: number,
): TimelinePlace {
  const across = Math.max(1, width - LEFT - RIGHT);
  const rowHeight = Math.max(1, height - TOP - BOTTOM) / Math.max(1, slots.length);
  return {
    width,
    height,
    rowHeight,
    xOf: (second) => LEFT + (across * second) / (seconds || 1),
    at(x, y) {
      const slot = Math.floor((y - TOP) / rowHeight);
      const second = ((x - LEFT) / across) * seconds;
      const isInside = slot >= 0 && slot < slots.length && second >= 0 && second <= seconds;
      return isInside ? { slot, second } : null;
    },
    yOf: (slot) => TOP + slot * rowHeight,
    secondAt: (x) => Math.min(seconds, Math.max(0, ((x - LEFT) / across) * seconds)),
  };
}

export function slotName(number: number | undefined): string {
  return number === undefined || number === 0 ? 'All slots' : `Slot ${number}`;
}

function paintRows(
  context: CanvasRenderingContext2D,
  data: SlotTimeline,
  place: TimelinePlace,
): void {
  const every = Math.ceil(LEAST_LABEL / place.rowHeight);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const [slot, number] of data.slots.entries()) {
    if (slot % every !== 0) continue;
    const y = place.yOf(slot) + place.rowHeight / 2;
    const busy = formatPercent(100 * (data.busy[slot] ?? 0), 0);
    context.fillText(`${slotName(number)}  ${busy}`, LEFT - 8, y);
  }
}

function paintTicks(
  context: CanvasRenderingContext2D,
  data: SlotTimeline,
  place: TimelinePlace,
): void {
  const most = Math.max(1, (place.width - LEFT - RIGHT) / LEAST_TICK);
  const step = DURATION_STEPS.find((one) => data.seconds / one <= most) ?? data.seconds;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  for (let second = 0; second <= data.seconds && step > 0; second += step) {
    context.fillText(formatDuration(second), place.xOf(second), place.height - 6);
  }
}

function paintGround(
  context: CanvasRenderingContext2D,
  data: SlotTimeline,
  place: TimelinePlace,
): void {
  const inner = Math.max(1, place.rowHeight - 2);
  for (const slot of data.slots.keys()) {
    context.fillRect(place.xOf(0), place.yOf(slot) + 1, place.xOf(data.seconds) - LEFT, inner);
  }
}

export interface TimelineBrush {
  readonly context: CanvasRenderingContext2D;
  readonly place: TimelinePlace;
  readonly colors: ChartColors;
}

function paintEach({ context, place, colors }: TimelineBrush, data: MarkedTimeline): void {
  const { each, chosen = null } = data;
  if (each === null) return;
  const inner = Math.max(1, place.rowHeight - 2);
  for (const [row, slot] of each.slot.entries()) {
    const from = place.xOf(each.from[row] as number);
    const width = Math.max(0.75, place.xOf(each.to[row] as number) - from - 0.25);
    context.globalAlpha = chosen === null || chosen.has(each.id[row] as number) ? 1 : 0.2;
    context.fillStyle = seriesColor(colors, each.stage[row] as number);
    context.fillRect(from, place.yOf(slot) + 1, width, inner);
  }
  context.globalAlpha = 1;
}

function paintBins({ context, place, colors }: TimelineBrush, data: SlotTimeline): void {
  const { bins } = data;
  if (bins === null) return;
  const inner = Math.max(1, place.rowHeight - 2);
  const width = data.seconds / bins.count;
  for (const [at, busy] of bins.busy.entries()) {
    if (busy === 0) continue;
    const [slot, bin] = [Math.floor(at / bins.count), at % bins.count];
    const from = place.xOf(bin * width);
    const height = Math.max(1, inner * busy);
    context.fillStyle = seriesColor(colors, bins.stage[at] as number);
    const y = place.yOf(slot) + 1 + inner - height;
    context.fillRect(from, y, place.xOf((bin + 1) * width) - from, height);
  }
}

function paintFailures({ context, place, colors }: TimelineBrush, data: SlotTimeline): void {
  context.fillStyle = colors.bad;
  for (const [slot, at] of data.failures) {
    const x = place.xOf(at);
    context.fillRect(x - 1, place.yOf(slot), 2, place.rowHeight);
    context.fillRect(x - 2.5, place.yOf(slot), 5, Math.min(4, place.rowHeight));
  }
}

function paintPauses({ context, place, colors }: TimelineBrush, data: SlotTimeline): void {
  context.strokeStyle = colors.ink;
  context.fillStyle = colors.muted;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.setLineDash([3, 3]);
  let written = Number.NEGATIVE_INFINITY;
  for (const [at, seconds] of data.pauses) {
    const x = place.xOf(at);
    context.beginPath();
    context.moveTo(x, TOP - 2);
    context.lineTo(x, place.height - BOTTOM);
    context.stroke();
    const text = `stood still ${formatDuration(seconds)}`;
    const half = context.measureText(text).width / 2;
    const middle = Math.min(place.width - half, Math.max(half, x));
    // Of pauses that follow each other closely, the first is named; each has its line.
    if (middle - half < written) continue;
    context.fillText(text, middle, TOP - 4);
    written = middle + half + 8;
  }
  context.setLineDash([]);
}

export function paintTimeline(brush: TimelineBrush, data: MarkedTimeline): void {
  const { context, place, colors } = brush;
  context.font = FONT;
  context.fillStyle = colors.band;
  paintGround(context, data, place);
  paintEach(brush, data);
  paintBins(brush, data);
  paintFailures(brush, data);
  paintPauses(brush, data);
  context.fillStyle = colors.muted;
  paintRows(context, data, place);
  paintTicks(context, data, place);
}
