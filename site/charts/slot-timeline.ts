import type { SlotTimeline } from '../../runner/server/views.ts';
import { formatDuration, formatNumber, formatPercent, formatShare } from '../data/format.ts';
import { createCanvasBox } from './canvas-box.ts';
import type { Chart, ChartFrame, ChartKind } from './chart.ts';
import { dragTime } from './timeline-drag.ts';
import { idsBetween, type TimelinePoint, timelineKeys } from './timeline-keys.ts';
import { paintMarks } from './timeline-marks.ts';
import {
  type MarkedTimeline,
  paintTimeline,
  placeOf,
  slotName,
  type TimelinePlace,
} from './timeline-paint.ts';

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
export const slotTimeline: ChartKind<MarkedTimeline> = {
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

function createTimeline(initial: MarkedTimeline, frame: ChartFrame): Chart<MarkedTimeline> {
  let data = initial;
  let marked: number | null = null;
  /** Where keys point, and where a time that is being chosen began. */
  let pointed: TimelinePoint | null = null;
  let begun: number | null = null;
  const element = document.createElement('div');
  const canvas = createCanvasBox('timeline');
  element.append(canvas.element);
  const place = (): TimelinePlace => placeOf(data, canvas.width, canvas.height);
  const draw = (): void =>
    canvas.draw((context) => {
      const brush = { context, place: place(), colors: frame.colors };
      paintTimeline(brush, data);
      paintMarks(brush, data, { marked, pointed, begun });
    });
  const tell = (at: TimelinePoint | null): void => {
    frame.onReadout(at === null ? null : readout(data, at.slot, at.second));
    frame.onHover?.(at === null ? null : (data.each?.id[rowAt(data, at.slot, at.second)] ?? null));
  };
  const choose = (ends: readonly [number, number] | null): void => {
    const id = ends === null ? null : idsBetween(data, ends);
    if (ends === null || id !== null) frame.onChoice?.({ id });
  };
  const resize = (width: number, height: number): void => {
    canvas.element.style.width = `${width}px`;
    canvas.element.style.height = `${height}px`;
    canvas.resize(width, height);
    draw();
  };
  canvas.element.addEventListener('pointermove', ({ offsetX, offsetY, buttons }) => {
    if (buttons === 0) tell(place().at(offsetX, offsetY));
  });
  canvas.element.addEventListener('pointerleave', () => tell(null));
  dragTime(canvas.element, {
    place,
    isOn: () => data.each !== null,
    choose,
    show(at, from) {
      [pointed, begun] = [at, from];
      draw();
    },
  });
  resize(frame.width, frame.height);
  return {
    element,
    keys: timelineKeys({
      data: () => data,
      choose,
      point(at, from) {
        [pointed, begun] = [at, from];
        tell(at);
        draw();
      },
    }),
    update(next) {
      data = next;
      draw();
    },
    mark(id) {
      if (id === marked) return;
      marked = id;
      if (data.each !== null) draw();
    },
    resize,
    destroy() {},
  };
}
