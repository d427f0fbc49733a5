import { describe, expect, test } from 'vitest';
import type { ExecutorTiming } from '../../../runner/domain/executor.ts';
import { TIME_KINDS, type TimeSplit } from '../../../runner/domain/time-split.ts';
import { createSlotClock } from '../../../runner/pipeline/slot-clock.ts';

const NOTHING = { strategy: 0, engine: 0, data: 0, search: 0, journal: 0, dispatch: 0, waiting: 0 };

/** A clock in milliseconds that moves when it is told to. */
function aClock(slots: number, timing?: () => ExecutorTiming) {
  let now = 1_000;
  const clock = createSlotClock({ slots, timing }, () => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { clock, pass };
}

function total(...splits: readonly TimeSplit[]): number {
  return splits.reduce(
    (sum, split) => sum + TIME_KINDS.reduce((all, kind) => all + split[kind], 0),
    0,
  );
}

describe('SlotAccount.split()', () => {
  test('gives the idle slots to the work that they waited for', () => {
    const { clock, pass } = aClock(4);
    const account = clock.open();
    account.busy('search', () => pass(1_000));
    account.busy('journal', () => {
      pass(500);
      account.busy('search', () => pass(250));
      pass(500);
    });
    pass(2_000);
    expect(account.split()).toEqual({ ...NOTHING, search: 5, journal: 4, waiting: 8 });
  });

  test('divides a chunk into its backtests and the way there and back', () => {
    const { clock, pass } = aClock(2);
    const account = clock.open();
    account.launched();
    pass(1_000);
    account.backtest(300);
    account.backtest(500);
    account.landed();
    expect(account.split()).toEqual({ ...NOTHING, engine: 0.8, dispatch: 0.2, waiting: 1 });
  });

  test('gives work of this process its part of what backtests leave of a chunk', () => {
    const { clock, pass } = aClock(1);
    const account = clock.open();
    account.launched();
    pass(600);
    account.busy('search', () => pass(400));
    account.backtest(500);
    account.landed();
    expect(account.split()).toEqual({ ...NOTHING, engine: 0.5, search: 0.2, dispatch: 0.3 });
  });

  test('times one turn in 16 of what is done for every evaluation', () => {
    const { clock, pass } = aClock(1);
    const account = clock.open();
    account.launched();
    for (let turn = 1; turn <= 32; turn++) account.often(turn, () => pass(10));
    account.landed();
    expect(account.split()).toEqual({ ...NOTHING, search: 0.32 });
  });

  test('extrapolates the strategy, and finds data that was read meanwhile', () => {
    let timing = { loadingMs: 5_000, measuredMs: 80, strategyMs: 80 };
    const { clock, pass } = aClock(1, () => timing);
    const account = clock.open();
    account.launched();
    pass(1_000);
    timing = { loadingMs: 5_100, measuredMs: 180, strategyMs: 105 };
    account.backtest(800);
    account.landed();
    const split = account.split();
    expect(split.data).toBeCloseTo(0.1);
    expect(split.dispatch).toBeCloseTo(0.1);
    expect(split.strategy).toBeCloseTo(0.2);
    expect(split.engine).toBeCloseTo(0.6);
  });

  test('shares the slots where several searches have more chunks in flight', () => {
    const { clock, pass } = aClock(2);
    const [one, other] = [clock.open(), clock.open()];
    for (const account of [one, one, other, other]) account.launched();
    pass(1_000);
    other.landed();
    other.landed();
    pass(1_000);
    expect(one.split()).toEqual({ ...NOTHING, dispatch: 3 });
    expect(other.split()).toEqual({ ...NOTHING, dispatch: 1 });
    expect(total(one.split(), other.split())).toBe(4);
  });

  test('waits with a search for what it waits for, and adds to what was before', async () => {
    const { clock, pass } = aClock(2);
    const account = clock.open({ journal: 1, data: 3 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const pending = account.during('journal', promise);
    pass(1_500);
    resolve('done');
    expect(await pending).toBe('done');
    pass(500);
    expect(account.split()).toEqual({ ...NOTHING, journal: 4, data: 3, waiting: 1 });
  });

  test('stands still once it is closed', () => {
    const { clock, pass } = aClock(3);
    const account = clock.open();
    pass(1_000);
    account[Symbol.dispose]();
    pass(1_000);
    expect(account.split()).toEqual({ ...NOTHING, waiting: 3 });
  });

  test('never exceeds the time there was, whatever durations are reported', () => {
    const { clock, pass } = aClock(1);
    const account = clock.open();
    account.launched();
    pass(100);
    account.backtest(1e9);
    expect(account.split()).toEqual({ ...NOTHING, engine: 0.1 });
  });
});
