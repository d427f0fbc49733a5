import type { SlotTimeline } from '../../runner/server/views.ts';
import { formatDuration, formatNumber, formatPercent, formatShare } from '../data/format.ts';
import { createCanvasBox } from './canvas-box.ts';
import type { Chart, ChartFrame, ChartKind } from './chart.ts';
import { paintTimeline, placeOf, slotName, type TimelinePlace } from './timeline-paint.ts';

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
  const place = (): TimelinePlace => placeOf(data, canvas.width, canvas.height);
  const draw = (): void =>
    canvas.draw((context) =>
      paintTimeline({ context, place: place(), colors: frame.colors }, data),
    );
  const resize = (width: number, height: number): void => {
    canvas.element.style.width = `${width}px`;
    canvas.element.style.height = `${height}px`;
    canvas.resize(width, height);
    draw();
  };
  canvas.element.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const at = place().at(offsetX, offsetY);
    frame.onReadout(at === null ? null : readout(data, at.slot, at.second));
    frame.onHover?.(at === null ? null : (data.each?.id[rowAt(data, at.slot, at.second)] ?? null));
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
