import type { SlotTimeline } from '../../runner/server/views.ts';
import { formatDuration, formatNumber, formatPercent, formatShare } from '../data/format.ts';
import { createCanvasBox } from './canvas-box.ts';
import type { Chart, ChartFrame, ChartKind } from './chart.ts';
import { type ChartColors, seriesColor } from './chart-colors.ts';
import { DURATION_STEPS } from './line-plot.ts';

const LEFT = 88;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 22;
const FONT = '11px system-ui, sans-serif';
/** Labels nearer to each other than this cannot be read. */
const LEAST_LABEL = 13;
const LEAST_TICK = 80;

/** Where rows and times stand on the canvas. */
interface Place {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  xOf(second: number): number;
  yOf(slot: number): number;
}

function placeOf({ slots, seconds }: SlotTimeline, width: number, height: number): Place {
  const across = Math.max(1, width - LEFT - RIGHT);
  const rowHeight = Math.max(1, height - TOP - BOTTOM) / Math.max(1, slots.length);
  return {
    width,
    height,
    rowHeight,
    xOf: (second) => LEFT + (across * second) / (seconds || 1),
    yOf: (slot) => TOP + slot * rowHeight,
  };
}

function slotName(number: number | undefined): string {
  return number === undefined || number === 0 ? 'All slots' : `Slot ${number}`;
}

function paintRows(context: CanvasRenderingContext2D, data: SlotTimeline, place: Place): void {
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

function paintTicks(context: CanvasRenderingContext2D, data: SlotTimeline, place: Place): void {
  const most = Math.max(1, (place.width - LEFT - RIGHT) / LEAST_TICK);
  const step = DURATION_STEPS.find((one) => data.seconds / one <= most) ?? data.seconds;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  for (let second = 0; second <= data.seconds && step > 0; second += step) {
    context.fillText(formatDuration(second), place.xOf(second), place.height - 6);
  }
}

function paintGround(context: CanvasRenderingContext2D, data: SlotTimeline, place: Place): void {
  const inner = Math.max(1, place.rowHeight - 2);
  for (const slot of data.slots.keys()) {
    context.fillRect(place.xOf(0), place.yOf(slot) + 1, place.xOf(data.seconds) - LEFT, inner);
  }
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly place: Place;
  readonly colors: ChartColors;
}

function paintEach({ context, place, colors }: Brush, data: SlotTimeline): void {
  const { each } = data;
  if (each === null) return;
  const inner = Math.max(1, place.rowHeight - 2);
  for (const [row, slot] of each.slot.entries()) {
    const from = place.xOf(each.from[row] as number);
    const width = Math.max(0.75, place.xOf(each.to[row] as number) - from - 0.25);
    context.fillStyle = seriesColor(colors, each.stage[row] as number);
    context.fillRect(from, place.yOf(slot) + 1, width, inner);
  }
}

function paintBins({ context, place, colors }: Brush, data: SlotTimeline): void {
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

function paintFailures({ context, place, colors }: Brush, data: SlotTimeline): void {
  context.fillStyle = colors.bad;
  for (const [slot, at] of data.failures) {
    const x = place.xOf(at);
    context.fillRect(x - 1, place.yOf(slot), 2, place.rowHeight);
    context.fillRect(x - 2.5, place.yOf(slot), 5, Math.min(4, place.rowHeight));
  }
}

function paintPauses({ context, place, colors }: Brush, data: SlotTimeline): void {
  context.strokeStyle = colors.ink;
  context.fillStyle = colors.muted;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.setLineDash([3, 3]);
  for (const [at, seconds] of data.pauses) {
    const x = place.xOf(at);
    context.beginPath();
    context.moveTo(x, TOP - 2);
    context.lineTo(x, place.height - BOTTOM);
    context.stroke();
    const text = `stood still ${formatDuration(seconds)}`;
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(place.width - half, Math.max(half, x)), TOP - 4);
  }
  context.setLineDash([]);
}

function paint(brush: Brush, data: SlotTimeline): void {
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

/** The evaluation that a slot was at; -1 where it was at none. */
function rowAt({ each }: SlotTimeline, slot: number, second: number): number {
  if (each === null) return -1;
  return each.slot.findIndex(
    (own, row) =>
      own === slot && second >= (each.from[row] as number) && second <= (each.to[row] as number),
  );
}

function readout(data: SlotTimeline, slot: number, second: number): string {
  const where = `${slotName(data.slots[slot])}  ${formatDuration(second)}`;
  const { each, bins, stages, statuses } = data;
  if (bins !== null) {
    const bin = Math.min(bins.count - 1, Math.floor((second / data.seconds) * bins.count));
    const at = slot * bins.count + bin;
    const stage = stages[bins.stage[at] ?? -1];
    const busy = `${formatPercent(100 * (bins.busy[at] ?? 0), 0)} busy`;
    return `${where}  ${busy}${stage === undefined ? '' : `  ${stage}`}`;
  }
  const row = rowAt(data, slot, second);
  if (each === null || row < 0) return `${where}  idle`;
  const took = (each.to[row] as number) - (each.from[row] as number);
  const facts = [`#${formatNumber(each.id[row])}`, stages[each.stage[row] ?? -1] ?? ''];
  const time = took < 1 ? `${Number((1000 * took).toPrecision(3))} ms` : formatDuration(took);
  return [where, ...facts, statuses[each.status[row] ?? -1], time].join('  ');
}

/** What each slot did over time, coloured by stage: gaps are seen, failures marked. */
export const slotTimeline: ChartKind<SlotTimeline> = {
  describe: ({ evaluations, seconds, slots, busy, failed, pauses }) => {
    if (evaluations === 0) return null;
    const shares = slots.map(
      (number, slot) => `${slotName(number)} ${formatShare(busy[slot] ?? 0)}`,
    );
    const still = pauses.length > 0 ? ` It stood still ${pauses.length} times.` : '';
    return `${formatNumber(evaluations)} evaluations in ${formatDuration(seconds)}, ${formatNumber(failed)} failed. Time in backtests: ${shares.join(', ')}.${still}`;
  },
  create: (initial, frame) => createTimeline(initial, frame),
};

function createTimeline(initial: SlotTimeline, frame: ChartFrame): Chart<SlotTimeline> {
  let data = initial;
  const element = document.createElement('div');
  const canvas = createCanvasBox('timeline');
  element.append(canvas.element);
  const place = (): Place => placeOf(data, canvas.width, canvas.height);
  const draw = (): void =>
    canvas.draw((context) => paint({ context, place: place(), colors: frame.colors }, data));
  const resize = (width: number, height: number): void => {
    canvas.element.style.width = `${width}px`;
    canvas.element.style.height = `${height}px`;
    canvas.resize(width, height);
    draw();
  };
  canvas.element.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const { rowHeight } = place();
    const slot = Math.floor((offsetY - TOP) / rowHeight);
    const second = ((offsetX - LEFT) / Math.max(1, canvas.width - LEFT - RIGHT)) * data.seconds;
    const isInside = slot >= 0 && slot < data.slots.length && second >= 0 && second <= data.seconds;
    frame.onReadout(isInside ? readout(data, slot, second) : null);
    frame.onHover?.(isInside ? (data.each?.id[rowAt(data, slot, second)] ?? null) : null);
  });
  canvas.element.addEventListener('pointerleave', () => {
    frame.onReadout(null);
    frame.onHover?.(null);
  });
  resize(frame.width, frame.height);
  return {
    element,
    update(next) {
      data = next;
      draw();
    },
    resize,
    destroy() {},
  };
}
