import { expect, test } from 'vitest';
import { preparedPreflight } from '../../../../harness/embedded/prepare/prepared-preflight.ts';
import { syntheticBars } from '../../../../harness/embedded/prepare/synthetic-bars.ts';
import type { StepBars } from '../../../../harness/embedded/steps/step-market.ts';
import { leanSetup } from '../run-inline.ts';
import { marketOf } from '../steps/step-sets.ts';

/** Weekdays from Monday, 8 January 2024. */
const bars = syntheticBars({ symbol: 'GER40', days: 15, firstDay: 19_730, seed: 1 });
const PER_DAY = bars.length / 15;

function preflight(kept: readonly number[]) {
  const rows = kept.flatMap((day) => Array.from({ length: PER_DAY }, (_, n) => day * PER_DAY + n));
  const pick = (column: StepBars['time']) =>
    Float64Array.from(rows, (row) => column[row] as number);
  const some = { ...bars, length: rows.length, time: pick(bars.time) };
  return preparedPreflight({
    setup: leanSetup({ symbol: 'GER40', dates: { start: '2024-01-06', end: '2024-01-28' } }),
    barCount: rows.length,
    available: { start: '2024-01-08', end: '2024-01-26' },
    warnings: [],
    market: marketOf(some),
  });
}

const days = Array.from({ length: 15 }, (_, day) => day);

test('preparedPreflight() counts weekdays, and needs nothing of LEAN', () => {
  expect(preflight(days)).toEqual({
    symbol: 'GER40',
    resolution: 'minute',
    wanted: { start: '2024-01-06', end: '2024-01-28' },
    bars: 15 * PER_DAY,
    available: { start: '2024-01-08', end: '2024-01-26' },
    trading_days: 15,
    missing_days: 0,
    gaps: [],
    map_file: null,
    factor_file: null,
    benchmark: null,
  });
});

test('preparedPreflight() takes two weekdays in a row for holidays, and more for a gap', () => {
  expect(preflight(days.filter((day) => day !== 4 && day !== 5))).toMatchObject({
    missing_days: 0,
    gaps: [],
  });
  // From Thursday over a weekend to Monday.
  expect(preflight(days.filter((day) => day < 3 || day > 5))).toMatchObject({
    missing_days: 3,
    gaps: [{ start: '2024-01-11', end: '2024-01-15', missing: 3 }],
  });
  expect(preflight(days.filter((day) => day < 12))).toMatchObject({
    gaps: [{ start: '2024-01-24', end: '2024-01-26', missing: 3 }],
  });
});
