import { MS_PER_DAY } from './calendar-day.ts';
import type { CorporateEvent } from './corporate-events.ts';
import { shareFloat64, shareInt32 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

/**
 * The slices of a single security: each holds the next bar, but for those that are listed here.
 * Columns of all slices would take a third of what the bars do.
 */
export interface BarSlices {
  readonly length: number;
  /** When the bars end; UTC milliseconds, as all times are. */
  readonly barEnds: Float64Array<SharedArrayBuffer>;
  readonly odd: OddSlices;
}

/** Slices that are more than the next bar, or other than that, in their order. */
interface OddSlices {
  /** Positions among all slices. */
  readonly at: Int32Array<SharedArrayBuffer>;
  readonly time: Float64Array<SharedArrayBuffer>;
  /** The bar in the slice, or -1. */
  readonly bar: Int32Array<SharedArrayBuffer>;
  /**
   * Position of the slice's first event, or -1; SILENT where prices and fills are new but the
   * algorithm is not told yet.
   */
  readonly firstEvent: Int32Array<SharedArrayBuffer>;
}

/** When slices come. */
export interface Moments {
  readonly length: number;
  /** UTC milliseconds. */
  at(slice: number): number;
  /** Whether another slice of the same moment follows, between which LEAN samples at midnight. */
  isSilent(slice: number): boolean;
}

/** Marks a slice before another of the same moment: between them LEAN samples at midnight. */
export const SILENT = -2;

interface Source {
  readonly barEnds: BarSlices['barEnds'];
  readonly events: readonly CorporateEvent[];
  readonly zone: TimeZone;
}

export function buildBarSlices({ barEnds, events, zone }: Source): BarSlices {
  const odd = { at: [], time: [], bar: [], firstEvent: [] } as Record<keyof OddSlices, number[]>;
  let length = 0;
  const add = (time: number, bar: number, firstEvent: number): void => {
    odd.at.push(length++);
    odd.time.push(time);
    odd.bar.push(bar);
    odd.firstEvent.push(firstEvent);
  };
  let bar = 0;
  let event = 0;
  while (bar < barEnds.length || event < events.length) {
    const barTime = barEnds[bar] ?? Number.POSITIVE_INFINITY;
    const eventTime = events[event]?.time ?? Number.POSITIVE_INFINITY;
    if (barTime <= eventTime && zone.toLocal(barTime) % MS_PER_DAY === 0) {
      add(barTime, bar, SILENT);
    }
    if (barTime < eventTime) length++;
    else add(eventTime, barTime === eventTime ? bar : -1, event);
    if (barTime <= eventTime) bar++;
    if (eventTime <= barTime) event = afterMoment(events, event);
  }
  return {
    length,
    barEnds,
    odd: {
      at: shareInt32(odd.at),
      time: shareFloat64(odd.time),
      bar: shareInt32(odd.bar),
      firstEvent: shareInt32(odd.firstEvent),
    },
  };
}

/** The first event of a later moment. */
function afterMoment(events: readonly CorporateEvent[], first: number): number {
  let next = first + 1;
  while (next < events.length && events[next]?.time === events[first]?.time) next++;
  return next;
}

/** Where a loop over slices stands: the next odd one, and how far slices are ahead of bars. */
interface SlicePlace {
  readonly nextOdd: number;
  readonly lead: number;
}

export function slicePlaceOf({ odd }: BarSlices, slice: number): SlicePlace {
  let nextOdd = 0;
  let lead = 0;
  for (; (odd.at[nextOdd] ?? slice) < slice; nextOdd++) lead += leadAfter(odd, nextOdd);
  return { nextOdd, lead };
}

/** 1 where a slice holds no bar, or one that comes again. */
export function leadAfter({ bar, firstEvent }: OddSlices, place: number): number {
  return bar[place] === -1 || firstEvent[place] === SILENT ? 1 : 0;
}

/** Fastest where slices are asked for in their order. */
export function momentsOf(slices: BarSlices): Moments {
  const { length, barEnds, odd } = slices;
  let { nextOdd, lead } = slicePlaceOf(slices, 0);
  let from = 0;
  const isOdd = (slice: number): boolean => {
    if (slice < from) ({ nextOdd, lead } = slicePlaceOf(slices, slice));
    for (; (odd.at[nextOdd] ?? slice) < slice; nextOdd++) lead += leadAfter(odd, nextOdd);
    from = slice;
    return odd.at[nextOdd] === slice;
  };
  return {
    length,
    at: (slice) => (isOdd(slice) ? odd.time[nextOdd] : barEnds[slice - lead]) as number,
    isSilent: (slice) => isOdd(slice) && odd.firstEvent[nextOdd] === SILENT,
  };
}
