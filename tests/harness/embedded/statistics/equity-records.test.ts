import { describe, expect, test } from 'vitest';
import { allPauses } from '../../../../harness/embedded/engine/all-pauses.ts';
import {
  type EquityRecord,
  keptRecord,
  wholeRecord,
} from '../../../../harness/embedded/engine/equity-record.ts';
import {
  type MilestoneWatch,
  Pruned,
  watchMilestones,
} from '../../../../harness/embedded/engine/milestone-watch.ts';
import { measureDrawdown } from '../../../../harness/embedded/statistics/drawdown.ts';
import { keptPositions } from '../../../../harness/embedded/statistics/kept-positions.ts';
import {
  type SamplingPlan,
  turnoverPosition,
} from '../../../../harness/embedded/statistics/sampling-plan.ts';
import { fc } from '../../../fixtures/seeded-fc.ts';
import { momentsAt } from '../moments-at.ts';

const NO_DAYS = {
  years: 1,
  dayBenchmark: new Float64Array(),
  days: 0,
  benchmarkMean: 0,
  benchmarkVariance: 0,
  turnoverDays: 0,
};

/** Samples every `every`th of some slices, each day `daily` of them. */
function planOf(slices: number, every: number, daily: number): SamplingPlan {
  const positions = (step: number) =>
    Int32Array.from({ length: Math.ceil(slices / step) }, (_, n) =>
      Math.min(slices, (n + 1) * step),
    );
  const sampled = positions(every);
  const days = positions(daily);
  return {
    ...NO_DAYS,
    sampled,
    sampledFirst: Float64Array.from(sampled),
    sampledLast: Float64Array.from(sampled),
    dayFrom: days.slice(0, -1),
    dayTo: days.slice(1),
    turnoverSlice: days.map((position) => position - 1),
    turnoverPosition: days,
  };
}

/** Writes values as a run loop does, pausing where it is told. */
function play(record: EquityRecord, values: readonly number[], watch: MilestoneWatch | null) {
  const pauses = allPauses(watch, record.pauses);
  const { window } = record;
  window.begin(values[0] as number);
  let from = 0;
  for (const to of pauses?.ends ?? [values.length - 1]) {
    expect(window.at(from)).toBe(values[from]);
    for (let slice = from; slice < to; slice++) {
      window.values[slice + 1 - window.base] = values[slice + 1] as number;
    }
    pauses?.look(to);
    from = to;
  }
}

const backtests = fc.record({
  values: fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 }),
  window: fc.integer({ min: 1, max: 70 }),
  every: fc.integer({ min: 1, max: 9 }),
  daily: fc.integer({ min: 1, max: 9 }),
  at: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 4 }),
});

describe('keptRecord()', () => {
  test('keeps what a plan looks at, backtest after backtest, in windows of any size', () => {
    fc.assert(
      fc.property(backtests, ({ values, window, every, daily }) => {
        const slices = values.length - 1;
        const plan = planOf(slices, every, daily);
        const { kept, plan: keptPlan } = keptPositions(plan, slices);
        const record = keptRecord(kept, window);
        play(record, values.toReversed(), null);
        play(record, values, null);
        expect([...record.values]).toEqual(Array.from(kept, (position) => values[position]));
        const whole = Float64Array.from(values);
        expect(measureDrawdown(record.values, keptPlan)).toEqual(measureDrawdown(whole, plan));
        for (let slice = 0; slice < slices; slice++) {
          const place = turnoverPosition(keptPlan, slice);
          expect(record.values[place]).toBe(values[turnoverPosition(plan, slice)]);
        }
      }),
    );
  });

  test('lets milestones see every value', () => {
    fc.assert(
      fc.property(backtests, ({ values, window, every, daily, at }) => {
        const slices = values.length - 1;
        const times = momentsAt(Array.from({ length: slices }, (_, slice) => slice));
        const milestones = {
          measure: 'return_over_drawdown' as const,
          at: at.toSorted((a, b) => a - b),
          below: at.map(() => null),
        };
        const { kept } = keptPositions(planOf(slices, every, daily), slices);
        const standings = [wholeRecord(slices), keptRecord(kept, window)].map((record) => {
          const watch = watchMilestones(milestones, times, record.window);
          play(record, values, watch);
          return watch.standings;
        });
        expect(standings[1]).toEqual(standings[0]);
      }),
    );
  });

  test('begins anew after a backtest that was given up', () => {
    const record = keptRecord(Int32Array.from([0, 3, 6, 8]), 3);
    const times = momentsAt(Array.from({ length: 8 }, (_, slice) => slice));
    const milestones = { measure: 'return', at: [4], below: [1_000] } as const;
    const watch = watchMilestones(milestones, times, record.window);
    expect(() => play(record, [1, 2, 3, 4, 5, 6, 7, 8, 9], watch)).toThrow(Pruned);
    play(record, [10, 11, 12, 13, 14, 15, 16, 17, 18], null);
    expect([...record.values]).toEqual([10, 13, 16, 18]);
  });
});
