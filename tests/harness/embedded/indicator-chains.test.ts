import { describe, expect, test } from 'vitest';
import {
  Algorithm,
  ExponentialMovingAverage,
  Identity,
  type Indicator,
  MovingAverageConvergenceDivergence,
  RelativeStrengthIndex,
  SimpleMovingAverage,
} from '../../../harness/embedded/leantune.ts';
import { runInline } from './run-inline.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();

/** Feeds indicators with the same values, one after the other. */
function feed(values: readonly number[], ...indicators: readonly Indicator[]): void {
  for (const [index, value] of values.entries()) {
    for (const indicator of indicators) indicator.update(index + 1, value);
  }
}

describe('Indicator', () => {
  test('of() waits for the first to be ready, unless told otherwise', () => {
    const first = new SimpleMovingAverage(3);
    const patient = new SimpleMovingAverage(2).of(first);
    const eager = first.sma(2, false);
    feed([1, 2, 3], first);
    expect([patient.samples, eager.samples]).toEqual([1, 3]);
    feed([0, 0, 0, 6], first);
    expect(patient.isReady).toBe(true);
    expect(patient.value).toBeCloseTo((first[0]!.value + first[1]!.value) / 2);
    expect(patient.time).toBe(first.time);
  });

  test('ema(), max() and min() follow values', () => {
    const first = new Identity();
    const [mean, highest, lowest] = [first.ema(3), first.max(2), first.min(2)];
    const heavy = first.ema(3, 0.9);
    const [same, weighed] = [new ExponentialMovingAverage(3), new ExponentialMovingAverage(3, 0.9)];
    feed([5, 9, 2, 4, 3], first, same, weighed);
    expect([mean.value, heavy.value]).toEqual([same.value, weighed.value]);
    expect([highest.value, lowest.value]).toEqual([4, 3]);
  });

  test('plus(), minus(), times() and over() are new when both sides are', () => {
    const [left, right] = [new Identity(), new SimpleMovingAverage(2)];
    const sum = left.plus(right);
    const rest = { difference: left.minus(right), product: left.times(right) };
    left.update(1, 10);
    expect([sum.samples, sum.isReady]).toEqual([0, false]);
    right.update(1, 4);
    expect([sum.samples, sum.isReady]).toEqual([1, false]);
    feed([10, 20], left, right);
    expect(sum.isReady).toBe(true);
    expect(sum.value).toBe(35);
    expect([rest.difference.value, rest.product.value]).toEqual([5, 300]);
    const scaled = left.plus(1).times(2).minus(2).over(4);
    left.update(9, 6);
    expect(scaled.value).toBe(3);
  });

  test('over() keeps its value where it would be divided by 0', () => {
    const [left, right] = [new Identity(), new Identity()];
    const quotient = left.over(right);
    feed([6], left, new Identity());
    right.update(1, 3);
    left.update(2, 5);
    right.update(2, 0);
    expect([quotient.value, quotient.samples]).toEqual([2, 1]);
  });

  test('weightedBy() weighs the last values', () => {
    const [value, weight] = [new Identity(), new Identity()];
    const mean = value.weightedBy(weight, 2);
    for (const [at, one, by] of [
      [1, 10, 1],
      [2, 20, 3],
      [3, 30, 1],
    ] as const) {
      value.update(at, one);
      weight.update(at, by);
    }
    expect(mean.value).toBe((20 * 3 + 30 * 1) / 4);
    expect(mean.isReady).toBe(true);
  });

  test('tells of the parts of others, too', () => {
    const macd = new MovingAverageConvergenceDivergence(2, 4, 3);
    const signals: number[] = [];
    macd.signal.updated.add(({ value }) => signals.push(value));
    const smooth = new SimpleMovingAverage(2).of(macd.signal);
    feed([1, 2, 4, 3, 5, 8, 7, 9, 12], macd);
    expect(signals.length).toBe(macd.signal.samples);
    expect(smooth.value).toBeCloseTo(((signals.at(-1) ?? 0) + (signals.at(-2) ?? 0)) / 2);
  });
});

test('a chain of a helper follows bars as one that is fed by hand', () => {
  const notes: unknown[] = [];
  class Chains extends Algorithm {
    readonly #strength = new RelativeStrengthIndex(5);
    readonly #byHand = this.#strength.sma(4);
    #chain?: Indicator;

    initialize(): void {
      this.addEquity('spx');
      this.#chain = this.rsi('spx', 5).sma(4);
    }

    override onData(): void {
      const { price } = this.securities.get('spx');
      this.#strength.update(this.utcTime, price);
      if (this.#byHand.isReady) notes.push([this.#chain?.value, this.#byHand.value]);
    }
  }
  const dates = { start: '2005-01-01', end: '2005-06-30' };
  runInline(sampleSetup(place.dataFolder, { dates }), () => new Chains());
  expect(notes.length).toBeGreaterThan(80);
  for (const [chained, byHand] of notes as [number, number][]) expect(chained).toBe(byHand);
});
