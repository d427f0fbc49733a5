import { STATUSES } from '../run/columns-layout.ts';
import type { SearchCursor } from './search-cursor.ts';
import { type SlotCourse, slotCourse } from './slot-course.ts';

/** What each slot did over the time of a search; seconds count from the first backtest, pauses cut. */
export interface SlotTimeline {
  readonly evaluations: number;
  readonly seconds: number;
  /** ISO 8601. */
  readonly started_at: string;
  /** By number, ascending; 0 stands for evaluations whose slot nobody noted. */
  readonly slots: readonly number[];
  readonly stages: readonly string[];
  readonly statuses: readonly string[];
  /** Where the search stood still: [second, for how many]. */
  readonly pauses: readonly (readonly [at: number, seconds: number])[];
  /** Share of the time that each slot was in a backtest. */
  readonly busy: readonly number[];
  /** Every evaluation as columns, where they are few: `slot` is a place in `slots`. */
  readonly each: {
    readonly id: readonly number[];
    readonly slot: readonly number[];
    readonly from: readonly number[];
    readonly to: readonly number[];
    readonly stage: readonly number[];
    readonly status: readonly number[];
  } | null;
  /** Otherwise even parts of the time, those of a slot together. */
  readonly bins: {
    readonly count: number;
    /** Share of each part in a backtest. */
    readonly busy: readonly number[];
    /** The stage that had most of it; -1 where there was none. */
    readonly stage: readonly number[];
  } | null;
  /** What failed: [place in `slots`, second of its end, id]; an even part where they are many. */
  readonly failures: readonly (readonly [slot: number, at: number, id: number])[];
  readonly failed: number;
}

export interface TimelineOptions {
  /** The most evaluations that are told one by one. */
  readonly most: number;
  readonly bins: number;
}

const MOST_FAILURES = 300;
const FAILED = STATUSES.indexOf('failed');

export function slotTimeline(cursor: SearchCursor, options: TimelineOptions): SlotTimeline {
  const course = slotCourse(cursor);
  const failed = placesOf(course, FAILED);
  const step = Math.max(1, Math.ceil(failed.length / MOST_FAILURES));
  const isFew = course.count <= options.most;
  return {
    evaluations: course.count,
    seconds: seconds(course.length),
    started_at: new Date(course.startedAt).toISOString(),
    slots: course.slots,
    stages: cursor.stages,
    statuses: STATUSES,
    pauses: course.pauses.map(([at, ms]) => [seconds(at), seconds(ms)]),
    busy: busyShares(course),
    each: isFew ? eachOf(course) : null,
    bins: isFew ? null : binsOf(course, options.bins, cursor.stages.length),
    failures: failed
      .filter((_, nth) => nth % step === 0)
      .map((place) => [
        course.slot[place] as number,
        seconds(course.to[place] as number),
        course.ids[place] as number,
      ]),
    failed: failed.length,
  };
}

function placesOf({ status }: SlotCourse, wanted: number): number[] {
  const places: number[] = [];
  for (const [place, one] of status.entries()) if (one === wanted) places.push(place);
  return places;
}

function busyShares({ slots, slot, from, to, length }: SlotCourse): number[] {
  const sums = new Float64Array(slots.length);
  for (const [place, own] of slot.entries()) {
    sums[own] = (sums[own] as number) + (to[place] as number) - (from[place] as number);
  }
  return Array.from(sums, (sum) => share(sum, length));
}

function eachOf(course: SlotCourse): NonNullable<SlotTimeline['each']> {
  return {
    id: [...course.ids],
    slot: [...course.slot],
    from: Array.from(course.from, seconds),
    to: Array.from(course.to, seconds),
    stage: [...course.stage],
    status: [...course.status],
  };
}

function binsOf(
  course: SlotCourse,
  count: number,
  stages: number,
): NonNullable<SlotTimeline['bins']> {
  const width = course.length / count || 1;
  const sums = new Float64Array(course.slots.length * count * stages);
  for (let place = 0; place < course.count; place++) {
    const [from, to] = [course.from[place] as number, course.to[place] as number];
    const row = (course.slot[place] as number) * count;
    const stage = course.stage[place] as number;
    const last = Math.min(count - 1, Math.floor(to / width));
    for (let bin = Math.max(0, Math.floor(from / width)); bin <= last; bin++) {
      const inside = Math.min(to, (bin + 1) * width) - Math.max(from, bin * width);
      const at = (row + bin) * stages + stage;
      sums[at] = (sums[at] as number) + inside;
    }
  }
  const places = Array.from({ length: course.slots.length * count }, (_, bin) =>
    sums.subarray(bin * stages, (bin + 1) * stages),
  );
  const total = (parts: Float64Array): number => parts.reduce((sum, part) => sum + part, 0);
  return {
    count,
    busy: places.map((parts) => share(total(parts), width)),
    stage: places.map((parts) => (total(parts) > 0 ? parts.indexOf(Math.max(...parts)) : -1)),
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.round((1000 * part) / whole) / 1000) : 0;
}

/** From milliseconds; a short backtest takes some twenty microseconds. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1e6;
}
