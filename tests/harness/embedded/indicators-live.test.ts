import { describe, expect, test } from 'vitest';
import {
  Algorithm,
  ExponentialMovingAverage,
  type Indicator,
  MovingAverageConvergenceDivergence,
  RollingWindow,
  SimpleMovingAverage,
} from '../../../harness/embedded/leantune.ts';
import { runInline } from './run-inline.ts';
import { sampleSetup, useSampleData } from './sample-backtest.ts';

const place = useSampleData();
const setup = () =>
  sampleSetup(place.dataFolder, { dates: { start: '2005-01-01', end: '2005-12-31' } });

/** Notes something at every slice. */
abstract class Noting extends Algorithm {
  readonly notes: unknown[] = [];

  override onData(): void {
    this.notes.push(this.note());
  }

  abstract note(): unknown;
}

function notesOf(create: () => Noting): unknown[] {
  let made: Noting | null = null;
  runInline(setup(), () => {
    made = create();
    return made;
  });
  return (made as Noting | null)?.notes ?? [];
}

describe('Indicator', () => {
  test('tells values of before by position, and when they were', () => {
    class Positions extends Noting {
      #sma!: Indicator;
      initialize(): void {
        this.#sma = this.sma(this.addSecurity().symbol, 3);
      }
      note() {
        const { value, time, samples } = this.#sma;
        return {
          value,
          before: this.#sma[1]?.value,
          previous: this.#sma.previous.time,
          time,
          samples,
        };
      }
    }
    const notes = notesOf(() => new Positions()) as Record<string, number>[];
    expect(notes.length).toBeGreaterThan(200);
    for (const [index, note] of notes.entries()) {
      expect(note['samples']).toBe(index + 1);
      expect(note['before']).toBe(index === 0 ? 0 : notes[index - 1]?.['value']);
      expect(note['previous']).toBe(index === 0 ? 0 : notes[index - 1]?.['time']);
    }
  });

  test('has the same values whether shared, registered, or updated by hand', () => {
    class Ways extends Noting {
      #all: Indicator[] = [];
      readonly #byHand = new SimpleMovingAverage(5);
      initialize(): void {
        const { symbol } = this.addSecurity();
        const registered = new SimpleMovingAverage(5);
        this.registerIndicator(symbol, registered);
        const consolidated = new SimpleMovingAverage(5);
        this.registerIndicator(symbol, consolidated, 1);
        this.#all = [this.sma(symbol, 5), registered, consolidated, this.#byHand];
        this.#all.push(this.sma(symbol, 5, null, (bar) => bar.close));
      }
      note() {
        const bar = this.securities.get('spx').bar();
        if (bar !== null) this.#byHand.update(bar.endTime, bar.close);
        return this.#all.map(({ value, isReady, samples }) => `${value} ${isReady} ${samples}`);
      }
    }
    const notes = notesOf(() => new Ways()) as string[][];
    for (const note of notes) expect(new Set(note).size).toBe(1);
  });

  test('keeps what the algorithm gave it before, and goes on with the security’s bars', () => {
    class Fed extends Noting {
      #sma!: Indicator;
      initialize(): void {
        this.#sma = this.sma(this.addSecurity().symbol, 3);
        for (const time of [1, 2, 3]) this.#sma.update(time, 1000);
      }
      note() {
        return [this.#sma.isReady, this.#sma.samples, this.#sma.value];
      }
    }
    const [first, second] = notesOf(() => new Fed()) as number[][];
    expect(first?.slice(0, 2)).toEqual([true, 4]);
    expect(first?.[2]).toBeCloseTo((2000 + 1202.08) / 3, 9);
    expect(second?.[1]).toBe(5);
  });

  test('begins where it is made, and forgets when it is reset', () => {
    class Late extends Noting {
      #late: Indicator | null = null;
      #reset!: Indicator;
      initialize(): void {
        this.#reset = this.ema(this.addSecurity().symbol, 4);
      }
      note() {
        const note = [this.#late?.samples ?? -1, this.#reset.samples];
        if (this.notes.length === 9) {
          this.#late = this.sma('spx', 3);
          this.#reset.reset();
        }
        return note;
      }
    }
    const notes = notesOf(() => new Late());
    expect(notes[9]).toEqual([-1, 10]);
    expect(notes[10]).toEqual([1, 1]);
    expect(notes[20]).toEqual([11, 11]);
  });

  test('is left alone once it is deregistered', () => {
    class Left extends Noting {
      #sma!: Indicator;
      initialize(): void {
        this.#sma = this.sma(this.addSecurity().symbol, 3);
      }
      note() {
        if (this.notes.length === 5) this.deregisterIndicator(this.#sma);
        return this.#sma.samples;
      }
    }
    expect(notesOf(() => new Left()).slice(4, 8)).toEqual([5, 6, 6, 6]);
  });

  test('shares parts, and refuses values for them', () => {
    const macd = new MovingAverageConvergenceDivergence(2, 4, 2);
    for (let time = 1; time <= 10; time++) macd.update(time, time * time);
    expect(macd.histogram.value).toBeCloseTo(macd.value - macd.signal.value, 12);
    expect(macd.isReady).toBe(true);
    expect(() => macd.signal.update(11, 1)).toThrow('found a part of one');
  });

  test('leaves out what is older than what it has', () => {
    const ema = new ExponentialMovingAverage(2);
    for (const time of [2, 1, 3]) ema.update(time, time);
    expect(ema.samples).toBe(2);
    expect(ema.value).toBe(2.5);
  });
});

describe('RollingWindow', () => {
  test('holds the newest first, and what was pushed out', () => {
    const window = new RollingWindow<string>(2);
    for (const item of ['a', 'b', 'c']) window.add(item);
    expect([window[0], window[1], window.mostRecentlyRemoved]).toEqual(['c', 'b', 'a']);
    expect([...window]).toEqual(['c', 'b']);
    expect([window.isReady, window.count, window.samples]).toEqual([true, 2, 3]);
    expect(() => window[2]).toThrow('wanted less than 2');
  });
});
