import { describe, expect, test } from 'vitest';
import { syntheticBars } from '../../../../harness/embedded/prepare/synthetic-bars.ts';
import type { StepRunner } from '../../../../harness/embedded/steps/step-runner.ts';
import { InitialBalance } from '../../../../harness/embedded/strategies/initial-balance.ts';
import type { ParameterSet } from '../../../../runner/domain/parameter-set.ts';
import { fc } from '../../../fixtures/seeded-fc.ts';
import { columnsOf, marketOf, runnerOf } from '../steps/step-sets.ts';

const bars = syntheticBars({ symbol: 'GER40', days: 20, firstDay: 19_724, seed: 3 });
const market = marketOf(bars);

/** Values of the grids that ship, and ones beyond them. */
const sets: fc.Arbitrary<ParameterSet> = fc.record({
  ib_window: fc.constantFrom(1, 2, 3),
  ib_wait_minutes: fc.constantFrom(0, 10, 20),
  trade_window_minutes: fc.constantFrom(2, 40, 120, 240, 300),
  rr_target: fc.constantFrom(0.5, 1, 2),
  stop_mode: fc.constantFrom('ib_start', 'eq'),
  tsl_target: fc.constantFrom(0, 0.5, 1.5),
  tsl_sl: fc.constantFrom(0.5, 1),
  min_sl_pct: fc.constantFrom(0, 1e-9, 0.001, 0.0015),
  spread: fc.constantFrom(-1, 0),
  rev_rb_enabled: fc.boolean(),
  rev_rb_pct: fc.constantFrom(0.5, 1),
  ib_buffer_pct: fc.constantFrom(0, 0.1, 0.2),
  max_distance_pct: fc.constantFrom(0.5, 1.5),
  max_margin_pct: fc.constantFrom(1, 40, 100),
});

function rowOf(runner: StepRunner, index: number): number[] {
  const row = new Float64Array(runner.names?.length ?? 0).fill(Number.NaN);
  runner.measureInto(index, row, 0);
  return [...row];
}

function rowAlone(set: ParameterSet): number[] {
  const runner = runnerOf(InitialBalance, market);
  runner.bind(columnsOf([set]));
  return rowOf(runner, 0);
}

/** Metrics that are no numbers, but for the Sortino ratio, which is none for a single loss. */
function absentIn(set: ParameterSet): string[] {
  const { names } = runnerOf(InitialBalance, market);
  return rowAlone(set)
    .flatMap((value, at) => (Number.isFinite(value) ? [] : [names?.[at] ?? '']))
    .filter((name) => !name.endsWith('sortino_ratio'));
}

describe('InitialBalance', () => {
  test('trades on these bars', () => {
    expect(runnerOf(InitialBalance, market).measureSet({})['total_trades']).toBeGreaterThan(5);
  });

  test('measures sets in any order, with anything dropped between them, as if each were alone', () => {
    // Few values of little, so that sets share some steps and not others.
    const near = fc.record({
      ib_window: fc.constantFrom(1, 2),
      ib_wait_minutes: fc.constantFrom(0, 10),
      stop_mode: fc.constantFrom('ib_start', 'eq'),
      rr_target: fc.constantFrom(0.5, 1, 1.5, 2),
      tsl_target: fc.constantFrom(0, 1),
    });
    const alone = new Map<string, number[]>();
    const rowOfSet = (set: ParameterSet): number[] => {
      const key = JSON.stringify(set);
      const row = alone.get(key) ?? rowAlone(set);
      alone.set(key, row);
      return row;
    };
    const property = fc.property(
      fc.array(fc.oneof({ weight: 9, arbitrary: near }, sets), { minLength: 60, maxLength: 120 }),
      fc.integer({ min: 0, max: 700_000 }),
      (asked, bytes) => {
        const runner = runnerOf(InitialBalance, market, { bytes });
        runner.bind(columnsOf(asked));
        expect(asked.map((_, index) => rowOf(runner, index))).toEqual(asked.map(rowOfSet));
      },
    );
    fc.assert(property, { numRuns: 25 });
  });

  test('gives numbers for every set, but for the Sortino ratio of a single loss', () => {
    const property = fc.property(sets, (set) => {
      expect(absentIn(set)).toEqual([]);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('enters no trade whose stop lies on its price, which has neither a size nor an R', () => {
    const set: ParameterSet = {
      ib_window: 2,
      ib_wait_minutes: 20,
      trade_window_minutes: 240,
      rr_target: 0.5,
      stop_mode: 'ib_start',
      tsl_target: 0,
      tsl_sl: 0.5,
      spread: 0,
      rev_rb_enabled: false,
      rev_rb_pct: 0.5,
      ib_buffer_pct: 0.1,
      max_distance_pct: 0.5,
      max_margin_pct: 1,
    };
    const tradesAt = (min_sl_pct: number) =>
      runnerOf(InitialBalance, market).trades({ ...set, min_sl_pct }) ?? [];
    const entered = tradesAt(0);
    expect(absentIn({ ...set, min_sl_pct: 0 })).toEqual([]);
    expect(entered.every(({ notes }) => Number.isFinite(notes?.['r']))).toBe(true);
    // The least of distances is one: then it is entered.
    const away = tradesAt(1e-9);
    const days = new Set(entered.map(({ notes }) => notes?.['date']));
    const more = away.filter(({ notes }) => !days.has(notes?.['date']));
    expect(more.map(({ entryPrice, notes }) => entryPrice - Number(notes?.['stop']))).toEqual([
      expect.closeTo(0, 4),
    ]);
    expect(more).toHaveLength(away.length - entered.length);
  });
});
