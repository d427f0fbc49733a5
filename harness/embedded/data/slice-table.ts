import type { Moments } from './bar-slices.ts';
import { MS_PER_DAY } from './calendar-day.ts';
import type { CorporateEvent } from './corporate-events.ts';
import type { SecurityData } from './security-data.ts';
import { shareFloat64, shareInt32, shareUint8 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

/** What the algorithm is told of a slice. */
export const SLICE = {
  /** Nothing: prices that it does not see are new. */
  hidden: 0,
  shown: 1,
  /** Nothing yet: another slice of the same moment follows, and between them LEAN samples at midnight. */
  silent: 2,
} as const;

/** The slices of several securities. Times are UTC milliseconds. */
export interface SliceTable {
  readonly time: Float64Array<SharedArrayBuffer>;
  readonly kind: Uint8Array<SharedArrayBuffer>;
  /** Position of a slice's first bar in `security` and `bar`; one more than there are slices. */
  readonly first: Int32Array<SharedArrayBuffer>;
  readonly security: Int32Array<SharedArrayBuffer>;
  readonly bar: Int32Array<SharedArrayBuffer>;
  /** The same for `events`. */
  readonly firstEvent: Int32Array<SharedArrayBuffer>;
  readonly events: readonly { readonly security: number; readonly event: CorporateEvent }[];
}

/** When its slices come. */
export function tableMoments({ time, kind }: SliceTable): Moments {
  return {
    length: time.length,
    at: (slice) => time[slice] as number,
    isSilent: (slice) => kind[slice] === SLICE.silent,
  };
}

interface Source {
  readonly securities: readonly SecurityData[];
  /** Moments of slices that the benchmark's feed makes. */
  readonly internal: readonly number[];
  /** Slices lie after the start and before the end. */
  readonly start: number;
  readonly end: number;
  readonly zone: TimeZone;
}

export function buildSliceTable(source: Source): SliceTable {
  const { securities, zone } = source;
  const events = eventsOf(securities);
  const slices = { time: [], kind: [], first: [], security: [], bar: [], firstEvent: [] } as {
    [Name in 'time' | 'kind' | 'first' | 'security' | 'bar' | 'firstEvent']: number[];
  };
  const cursors = securities.map(createCursor);
  let event = 0;
  for (const time of timesOf(source, events)) {
    const firstBar = slices.bar.length;
    let isShown = false;
    for (const [index, cursor] of cursors.entries()) {
      const position = cursor.at(time);
      if (position < 0) continue;
      slices.security.push(index);
      slices.bar.push(position);
      isShown ||= cursor.isShown;
    }
    if (isShown && zone.toLocal(time) % MS_PER_DAY === 0) {
      slices.time.push(time);
      slices.kind.push(SLICE.silent);
      slices.first.push(firstBar);
      slices.firstEvent.push(event);
      slices.first.push(slices.bar.length);
    } else slices.first.push(firstBar);
    slices.time.push(time);
    slices.firstEvent.push(event);
    const before = event;
    while (events[event]?.event.time === time) event++;
    slices.kind.push(isShown || event > before ? SLICE.shown : SLICE.hidden);
  }
  slices.first.push(slices.bar.length);
  slices.firstEvent.push(event);
  return {
    time: shareFloat64(slices.time),
    kind: shareUint8(slices.kind),
    first: shareInt32(slices.first),
    security: shareInt32(slices.security),
    bar: shareInt32(slices.bar),
    firstEvent: shareInt32(slices.firstEvent),
    events,
  };
}

/** Goes through a security's bars and the moments at which they are repeated. */
function createCursor({ bars, repeats, subscription }: SecurityData) {
  let next = 0;
  let repeat = 0;
  return {
    isShown: !subscription.isInternal,
    /** The bar of an ascending moment, or -1 where it has none. */
    at(time: number): number {
      if (bars.end[next] === time) return next++;
      if (repeats === null) return -1;
      while ((repeats[repeat] ?? Number.POSITIVE_INFINITY) < time) repeat++;
      return repeats[repeat] === time ? next - 1 : -1;
    },
  };
}

function eventsOf(securities: readonly SecurityData[]) {
  return securities
    .flatMap(({ events }, security) => events.map((event) => ({ security, event })))
    .sort((a, b) => a.event.time - b.event.time || a.security - b.security);
}

function timesOf(
  { securities, internal, start, end }: Source,
  events: ReturnType<typeof eventsOf>,
): number[] {
  const times = new Set<number>();
  for (const { bars, repeats } of securities) {
    for (const time of bars.end) times.add(time);
    // Nothing is repeated before the first bar.
    const from = bars.end[0] ?? Number.POSITIVE_INFINITY;
    for (const time of repeats ?? []) if (time > from) times.add(time);
  }
  for (const { event } of events) times.add(event.time);
  for (const time of internal) if (time > start && time < end) times.add(time);
  return [...times].sort((a, b) => a - b);
}
