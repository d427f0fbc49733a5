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
  const next = securities.map(() => 0);
  let event = 0;
  for (const time of timesOf(source, events)) {
    const firstBar = slices.bar.length;
    let isShown = false;
    for (const [index, { bars, subscription }] of securities.entries()) {
      const position = next[index] as number;
      if (bars.end[position] !== time) continue;
      next[index] = position + 1;
      slices.security.push(index);
      slices.bar.push(position);
      isShown ||= !subscription.isInternal;
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
  for (const { bars } of securities) for (const time of bars.end) times.add(time);
  for (const { event } of events) times.add(event.time);
  for (const time of internal) if (time > start && time < end) times.add(time);
  return [...times].sort((a, b) => a - b);
}
