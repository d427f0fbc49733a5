import { MS_PER_DAY } from './calendar-day.ts';
import type { CorporateEvent } from './corporate-events.ts';
import { sharedFloat64, sharedInt32, shareFloat64, shareInt32 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

/**
 * When the algorithm gets a slice and when LEAN samples equity. Times are UTC milliseconds; the
 * same for every backtest of a setup.
 */
export interface Timeline {
  /** Moments at which the algorithm gets a slice. */
  readonly time: Float64Array<SharedArrayBuffer>;
  /** The bar in each slice, or -1. */
  readonly bar: Int32Array<SharedArrayBuffer>;
  /**
   * Position in `events` of the slice's first event, or -1; SILENT where prices and fills are new but
   * the algorithm is not told yet.
   */
  readonly firstEvent: Int32Array<SharedArrayBuffer>;
  /** Whether any slice is silent. */
  readonly hasSilent: boolean;
  readonly events: readonly CorporateEvent[];
  /**
   * Equity samples (candles): the slice that each opens after and the one that it closes after; -1
   * before the first.
   */
  readonly sampleTime: Float64Array<SharedArrayBuffer>;
  readonly sampleOpen: Int32Array<SharedArrayBuffer>;
  readonly sampleSlice: Int32Array<SharedArrayBuffer>;
  /** Daily samples (midnights and the end), and the slice that each comes after. */
  readonly dailyTime: Float64Array<SharedArrayBuffer>;
  readonly dailySlice: Int32Array<SharedArrayBuffer>;
}

interface Source {
  readonly barEnds: ArrayLike<number>;
  readonly events: readonly CorporateEvent[];
  /** Moments of slices that the algorithm does not see: the benchmark's bars and events. */
  readonly internal: readonly number[];
  readonly firstDay: number;
  readonly lastDay: number;
  readonly zone: TimeZone;
}

/** LEAN spaces samples so that a backtest has about this many. */
const SAMPLES = 4000;
const SHORTEST_SAMPLE_MS = 4 * 60_000;

/** Marks a slice before another of the same moment: between them LEAN samples at midnight. */
export const SILENT = -2;

export function buildTimeline(source: Source): Timeline {
  return samplesOver(source, buildSlices(source));
}

/** The timeline of slices that were laid out before, which hold those of the benchmark. */
export function sampleSlices(
  source: Omit<Source, 'barEnds' | 'internal'> & {
    readonly time: Timeline['time'];
    readonly firstEvent: Timeline['firstEvent'];
  },
): Timeline {
  const { time, firstEvent } = source;
  const slices = { time, bar: sharedInt32(time.length).fill(-1), firstEvent };
  return samplesOver({ ...source, internal: [] }, slices);
}

function samplesOver(source: Omit<Source, 'barEnds'>, slices: Slices): Timeline {
  const samples = buildSamples(source, slices);
  return {
    ...slices,
    hasSilent: slices.firstEvent.includes(SILENT),
    events: source.events,
    sampleTime: shareFloat64(samples.time),
    sampleOpen: shareInt32(samples.open),
    sampleSlice: shareInt32(samples.slice),
    dailyTime: shareFloat64(samples.dailyTime),
    dailySlice: shareInt32(samples.dailySlice),
  };
}

type Slices = Pick<Timeline, 'time' | 'bar' | 'firstEvent'>;

function buildSlices({ barEnds, events, zone }: Source): Slices {
  // A silent slice may go before each bar; what is not written takes no memory.
  const most = 2 * barEnds.length + events.length;
  const slices = {
    time: sharedFloat64(most),
    bar: sharedInt32(most),
    firstEvent: sharedInt32(most),
  };
  let count = 0;
  const add = (time: number, at: number, firstEvent: number): void => {
    slices.time[count] = time;
    slices.bar[count] = at;
    slices.firstEvent[count++] = firstEvent;
  };
  let bar = 0;
  let event = 0;
  while (bar < barEnds.length || event < events.length) {
    const barTime = barEnds[bar] ?? Number.POSITIVE_INFINITY;
    const eventTime = events[event]?.time ?? Number.POSITIVE_INFINITY;
    const time = Math.min(barTime, eventTime);
    if (barTime === time && zone.toLocal(time) % MS_PER_DAY === 0) {
      add(time, bar, SILENT);
    }
    add(time, barTime === time ? bar++ : -1, eventTime === time ? event : -1);
    while (events[event]?.time === time) event++;
  }
  return {
    time: slices.time.subarray(0, count),
    bar: slices.bar.subarray(0, count),
    firstEvent: slices.firstEvent.subarray(0, count),
  };
}

interface Samples {
  readonly time: number[];
  readonly open: number[];
  readonly slice: number[];
  /** Where the next candle opens; null until it does, at the first slice or midnight. */
  nextOpen: number | null;
  readonly dailyTime: number[];
  readonly dailySlice: number[];
}

/**
 * LEAN samples at every midnight before the slices that follow it, and after a slice when the
 * sample period has passed. Nothing is sampled after the last slice.
 */
function buildSamples(source: Omit<Source, 'barEnds'>, slices: Slices): Samples {
  const sliceTimes = slices.time;
  const samples: Samples = {
    time: [],
    open: [],
    slice: [],
    nextOpen: null,
    dailyTime: [],
    dailySlice: [],
  };
  const { firstDay, lastDay, zone } = source;
  const period = Math.max(((lastDay - firstDay + 1) * MS_PER_DAY) / SAMPLES, SHORTEST_SAMPLE_MS);
  let day = firstDay;
  let slice = -1;
  let nextSample = Number.NEGATIVE_INFINITY;
  const last = eachTime(source, sliceTimes, (time) => {
    for (; zone.toUtc(day * MS_PER_DAY) <= time; day++) {
      const midnight = zone.toUtc(day * MS_PER_DAY);
      if (midnight === time && isSilent(slices, slice + 1, time)) {
        slice++;
        samples.nextOpen ??= slice;
      }
      addSample(samples, midnight, slice);
      samples.dailyTime.push(midnight);
      samples.dailySlice.push(slice);
    }
    if (sliceTimes[slice + 1] === time) slice++;
    samples.nextOpen ??= slice;
    if (time > nextSample) {
      addSample(samples, time, slice);
      nextSample = time + period;
    }
  });
  addLastSamples(samples, last, slice);
  return samples;
}

function isSilent({ time, firstEvent }: Slices, slice: number, now: number): boolean {
  return time[slice] === now && firstEvent[slice] === SILENT;
}

/** Visits the start and every slice, the benchmark's too, once and in their order. @returns the last moment */
function eachTime(
  { internal, firstDay, lastDay, zone }: Omit<Source, 'barEnds'>,
  slices: Float64Array,
  visit: (time: number) => void,
): number {
  const start = zone.toUtc(firstDay * MS_PER_DAY);
  const end = zone.toUtc((lastDay + 1) * MS_PER_DAY);
  // LEAN's first slice is at the start; what the benchmark's feed holds from before is in it.
  const inside = internal.filter((time) => time > start && time < end).sort((a, b) => a - b);
  let last = start;
  visit(start);
  const visitNew = (time: number): void => {
    if (time <= last) return;
    last = time;
    visit(time);
  };
  let next = 0;
  const visitInside = (before: number): void => {
    for (; (inside[next] ?? before) < before; next++) visitNew(inside[next] as number);
  };
  // Merged, since sorting would take as long as reading a year of minutes.
  for (const time of slices) {
    visitInside(time);
    visitNew(time);
  }
  visitInside(end);
  return last;
}

function addSample(samples: Samples, time: number, slice: number): void {
  const open = samples.nextOpen ?? slice;
  samples.nextOpen = null;
  if (time <= (samples.time.at(-1) ?? Number.NEGATIVE_INFINITY)) return;
  samples.time.push(time);
  samples.open.push(open);
  samples.slice.push(slice);
}

function addLastSamples(samples: Samples, end: number, slice: number): void {
  addSample(samples, end, slice);
  if (end > (samples.dailyTime.at(-1) ?? Number.NEGATIVE_INFINITY)) {
    samples.dailyTime.push(end);
    samples.dailySlice.push(slice);
  }
}
