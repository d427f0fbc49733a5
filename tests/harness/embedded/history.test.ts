import { describe, expect, test } from 'vitest';
import {
  Algorithm,
  type Indicator,
  Resolution,
  SimpleMovingAverage,
  TimeSpan,
} from '../../../harness/embedded/leantune.ts';
import { missingReference } from './lean-reference.ts';
import { leanSetup, newYork, runInline } from './run-inline.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

/** Runs a check in initialize and at every slice. */
class Checking extends Algorithm {
  readonly #check: (algorithm: Algorithm) => void;

  constructor(check: (algorithm: Algorithm) => void) {
    super();
    this.#check = check;
  }

  initialize(): void {
    this.addSecurity();
    this.#check(this);
  }

  override onData(): void {
    this.#check(this);
  }
}

describe('history()', () => {
  test('ends with the last bar that has ended, whatever is asked for', () => {
    const lengths: number[] = [];
    const check = (algorithm: Algorithm) => {
      const now = algorithm.utcTime.getTime();
      const bars = algorithm.history('spx', 5);
      lengths.push(bars.length);
      const later = algorithm.time.add({ days: 30 });
      const all = [
        ...bars,
        ...algorithm.history('spx', TimeSpan.fromDays(9)),
        ...algorithm.history('spx', algorithm.time, later),
      ];
      for (const { endTime } of all) expect(endTime).toBeLessThanOrEqual(now);
      expect(bars.map(({ endTime }) => endTime)).toEqual(
        bars.map(({ endTime }) => endTime).sort((a, b) => a - b),
      );
      const last = algorithm.securities.get('spx').bar();
      if (last !== null) expect(bars.at(-1)).toMatchObject({ close: last.close });
    };
    const dates = { start: '2005-06-01', end: '2005-07-31' };
    runInline(sampleSetup(place.dataFolder, { dates }), () => new Checking(check));
    expect(new Set(lengths)).toEqual(new Set([5]));
  });

  test('is empty where the data folder has no such bars, and shorter where they begin', () => {
    const found: number[] = [];
    const check = (algorithm: Algorithm) => {
      found.push(algorithm.history('spx', 5, Resolution.Minute).length);
      found.push(algorithm.history('spx', 1_000_000).length);
    };
    const dates = { start: '2000-01-10', end: '2000-01-11' };
    runInline(sampleSetup(place.dataFolder, { dates }), () => new Checking(check));
    expect(found[0]).toBe(0);
    expect(found[1]).toBeLessThan(10);
  });

  test('of several symbols comes by moments', () => {
    let times: number[] = [];
    const check = (algorithm: Algorithm) => {
      const slices = algorithm.history(['spx'], 3);
      times = slices.map(({ time }) => time);
      for (const { time, bars } of slices) expect([...bars.values()][0]?.endTime).toBe(time);
    };
    const dates = { start: '2005-06-01', end: '2005-06-10' };
    runInline(sampleSetup(place.dataFolder, { dates }), () => new Checking(check));
    expect(times.map((time) => newYork(time))).toEqual([
      '2005-06-08 16:00',
      '2005-06-09 16:00',
      '2005-06-10 16:00',
    ]);
  });
});

describe('indicatorHistory()', () => {
  test('tells what the indicator would have told', () => {
    const expected: number[] = [];
    let found: readonly number[] = [];
    const followed: Indicator[] = [];
    const check = (algorithm: Algorithm) => {
      if (followed.length === 0) followed.push(algorithm.sma('spx', 3));
      else expected.push(followed[0]?.value ?? Number.NaN);
      const sma = new SimpleMovingAverage(3);
      found = algorithm.indicatorHistory(sma, 'spx', 4).map(({ value }) => value);
    };
    const dates = { start: '2005-06-01', end: '2005-06-17' };
    runInline(sampleSetup(place.dataFolder, { dates }), () => new Checking(check));
    expect(found).toEqual(expected.slice(-4));
  });
});

describe.skipIf(missingReference !== null)('history() has LEAN’s bars', () => {
  test('of minutes, hours and days, by number and by time', () => {
    const lines: string[] = [];
    const noted: Record<string, string[]> = {};
    const check = (algorithm: Algorithm) => {
      if (lines.length > 1) return;
      lines.push(newYork(algorithm.utcTime.getTime()));
      const note = (
        name: string,
        bars: readonly { time: number; endTime: number; close: number }[],
      ) => {
        noted[`${lines.length} ${name}`] = bars.map(
          ({ time, endTime, close }) =>
            `${newYork(time).slice(5)}>${newYork(endTime).slice(5)} ${close.toFixed(6)}`,
        );
      };
      note('2', algorithm.history('SPY', 2));
      note('2h', algorithm.history('SPY', 2, 'hour'));
      note('2d', algorithm.history('SPY', 2, 'daily'));
      note('4 days', algorithm.history('SPY', TimeSpan.fromDays(4), 'daily'));
      const { time } = algorithm;
      note(
        'range',
        algorithm.history('SPY', time.add({ days: -6 }), time.add({ days: -2 }), 'daily'),
      );
    };
    const setup = leanSetup({
      resolution: 'minute',
      dates: { start: '2013-10-08', end: '2013-10-08' },
    });
    runInline(setup, () => new Checking(check));
    expect(lines).toEqual(['2013-10-08 00:00', '2013-10-08 09:31']);
    expect(noted['1 2']?.map((line) => line.slice(0, 23))).toEqual([
      '10-07 15:58>10-07 15:59',
      '10-07 15:59>10-07 16:00',
    ]);
    expect(noted['1 2h']?.map((line) => line.slice(0, 23))).toEqual([
      '10-07 14:00>10-07 15:00',
      '10-07 15:00>10-07 16:00',
    ]);
    expect(noted['2 2d']).toEqual([
      '10-04 09:30>10-04 16:00 146.026786',
      '10-07 09:30>10-07 16:00 144.755785',
    ]);
    // The day in which four days ago lies counts, since its bar ends later.
    expect(noted['2 4 days']).toEqual(noted['2 2d']);
    expect(noted['2 range']).toEqual([
      '10-02 09:30>10-02 16:00 146.217004',
      '10-03 09:30>10-03 16:00 144.928711',
      '10-04 09:30>10-04 16:00 146.026786',
    ]);
  });
});
