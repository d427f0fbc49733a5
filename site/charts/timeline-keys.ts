import type { SlotTimeline } from '../../runner/server/views.ts';
import { choiceKeys, type PlotKeys } from './choice-keys.ts';

/** So many steps of an arrow key cross the time. */
const STEPS = 50;
const FINE_STEPS = 500;

export interface TimelinePoint {
  readonly slot: number;
  readonly second: number;
}

/** Ids of the evaluations that ran between two times; null where none did, or none is known by itself. */
export function idsBetween(
  { each }: SlotTimeline,
  ends: readonly [number, number],
): readonly [number, number] | null {
  if (each === null) return null;
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [row, id] of each.id.entries()) {
    if ((each.to[row] as number) < from || (each.from[row] as number) > to) continue;
    if (id < low) low = id;
    if (id > high) high = id;
  }
  return low > high ? null : [low, high];
}

/**
 * What the mouse does on a timeline, by keys: left and right move through time, with Shift in small
 * steps, up and down through slots; the choice is a time.
 */
export function timelineKeys({
  data,
  point,
  choose,
}: {
  readonly data: () => SlotTimeline;
  readonly point: (at: TimelinePoint | null, from: number | null) => void;
  /** Null takes the choice back. */
  readonly choose: (ends: readonly [number, number] | null) => void;
}): PlotKeys {
  let at: TimelinePoint | null = null;

  function move({ key, shiftKey }: KeyboardEvent): boolean {
    const { seconds, slots } = data();
    const step = seconds / (shiftKey ? FINE_STEPS : STEPS);
    const { slot, second } = at ?? { slot: 0, second: 0 };
    const moves: Readonly<Record<string, TimelinePoint>> = {
      ArrowLeft: { slot, second: second - step },
      ArrowRight: { slot, second: second + step },
      ArrowUp: { slot: slot - 1, second },
      ArrowDown: { slot: slot + 1, second },
      Home: { slot, second: 0 },
      End: { slot, second: seconds },
    };
    const to = moves[key];
    if (to === undefined) return false;
    at = {
      slot: Math.min(slots.length - 1, Math.max(0, to.slot)),
      second: Math.min(seconds, Math.max(0, to.second)),
    };
    return true;
  }

  const keys = choiceKeys<number>({
    place: () => at?.second ?? 0,
    move,
    choose,
    draw: (from) => point(at, from),
  });

  return {
    press: keys.press,
    leave() {
      at = null;
      keys.leave();
      point(null, null);
    },
  };
}
