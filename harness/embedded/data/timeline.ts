import type { Moments } from './bar-slices.ts';
import { MS_PER_DAY } from './calendar-day.ts';
import type { CorporateEvent } from './corporate-events.ts';
import { shareFloat64, shareInt32 } from './shared-columns.ts';
import type { TimeZone } from './time-zone.ts';

/** When LEAN samples equity. Times are UTC milliseconds; the same for every backtest of a setup. */
export interface Timeline {
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
  /** Of the slices, each time from the first on. */
  readonly moments: () => Moments;
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

export function buildTimeline(source: Source): Timeline {
  const samples = buildSamples(source);
  return {
    events: source.events,
    sampleTime: shareFloat64(samples.time),
    sampleOpen: shareInt32(samples.open),
    sampleSlice: shareInt32(samples.slice),
    dailyTime: shareFloat64(samples.dailyTime),
    dailySlice: shareInt32(samples.dailySlice),
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
function buildSamples(source: Source): Samples {
  const slices = source.moments();
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
  const last = eachTime(source, (time) => {
    for (; zone.toUtc(day * MS_PER_DAY) <= time; day++) {
      const midnight = zone.toUtc(day * MS_PER_DAY);
      if (midnight === time && slices.at(slice + 1) === time && slices.isSilent(slice + 1)) {
        slice++;
        samples.nextOpen ??= slice;
      }
      addSample(samples, midnight, slice);
      samples.dailyTime.push(midnight);
      samples.dailySlice.push(slice);
    }
    if (slices.at(slice + 1) === time) slice++;
    samples.nextOpen ??= slice;
    if (time > nextSample) {
      addSample(samples, time, slice);
      nextSample = time + period;
    }
  });
  addLastSamples(samples, last, slice);
  return samples;
}

/** Visits the start and every slice, the benchmark's too, once and in their order. @returns the last moment */
function eachTime(
  { moments, internal, firstDay, lastDay, zone }: Source,
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
  const slices = moments();
  for (let slice = 0; slice < slices.length; slice++) {
    const time = slices.at(slice);
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
