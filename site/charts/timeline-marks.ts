import type { SlotTimeline } from '../../runner/server/views.ts';
import type { TimelinePoint } from './timeline-keys.ts';
import type { TimelineBrush } from './timeline-paint.ts';

/** What is pointed at, here by keys or elsewhere, and the time that is being chosen. */
export function paintMarks(
  { context, place, colors }: TimelineBrush,
  { each, slots }: SlotTimeline,
  {
    marked,
    pointed,
    begun,
  }: {
    readonly marked: number | null;
    readonly pointed: TimelinePoint | null;
    readonly begun: number | null;
  },
): void {
  context.lineWidth = 2;
  const row = marked === null ? -1 : (each?.id.indexOf(marked) ?? -1);
  if (each !== null && row >= 0) {
    const from = place.xOf(each.from[row] as number);
    const width = Math.max(2, place.xOf(each.to[row] as number) - from);
    context.strokeStyle = colors.ink;
    context.strokeRect(from, place.yOf(each.slot[row] as number), width, place.rowHeight);
  }
  if (pointed === null) return;
  const x = place.xOf(pointed.second);
  context.strokeStyle = colors.accent;
  context.strokeRect(x, place.yOf(pointed.slot), 0.5, place.rowHeight);
  if (begun === null) return;
  const [start, top] = [place.xOf(begun), place.yOf(0)];
  context.globalAlpha = 0.16;
  context.fillStyle = colors.accent;
  context.fillRect(Math.min(start, x), top, Math.abs(x - start), place.yOf(slots.length) - top);
  context.globalAlpha = 1;
}
