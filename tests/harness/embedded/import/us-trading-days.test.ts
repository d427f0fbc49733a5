import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { formatDay, parseDay, weekdayOf } from '../../../../harness/embedded/data/calendar-day.ts';
import { readMarketHours } from '../../../../harness/embedded/data/market-hours.ts';
import { usTradingDays } from '../../../../harness/embedded/import/us-trading-days.ts';

const database = join(
  process.env['LEANTUNE_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'),
  'lean-data/market-hours/market-hours-database.json',
);

it('usTradingDays() knows fixed, moving and moved holidays', () => {
  const holidays = usTradingDays().holidays.map(formatDay);
  expect(holidays.filter((day) => day.startsWith('2021'))).toEqual([
    '2021-01-01',
    '2021-01-18',
    '2021-02-15',
    '2021-04-02',
    '2021-05-31',
    '2021-07-05',
    '2021-09-06',
    '2021-11-25',
    '2021-12-24',
  ]);
  expect(holidays).toContain('2022-06-20');
});

it.skipIf(!existsSync(database))("usTradingDays() has the holidays of LEAN's database", () => {
  const symbol = { securityType: 'equity', market: 'usa', symbol: 'SPY' } as const;
  const known = readMarketHours(database, symbol)!;
  const last = parseDay('2028-12-31');
  const isWeekday = (day: number) => weekdayOf(day) % 6 !== 0;
  const { holidays, earlyCloses } = usTradingDays();
  expect(holidays.filter((day) => day <= last).map(formatDay)).toEqual(
    [...known.holidays]
      .filter(isWeekday)
      .sort((a, b) => a - b)
      .map(formatDay),
  );
  const closes = new Set(earlyCloses.filter((day) => day >= parseDay('2004-01-01') && day <= last));
  const since2004 = [...known.earlyCloses.keys()].filter((day) => day >= parseDay('2004-01-01'));
  expect(closes).toEqual(new Set(since2004.filter(isWeekday)));
});
