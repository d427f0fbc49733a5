import { expect, it } from 'vitest';
import { calendarText, preparationText } from '../../../runner/cli/prepare-text.ts';
import type { PreparationReport } from '../../../runner/domain/bar-preparation.ts';

const plain = (_: unknown, text: string): string => text;

const report: PreparationReport = {
  symbol: 'GER40',
  file: '/data/prepared/GER40_m1.parquet',
  existing: false,
  synthetic: true,
  source: 'made up by a generator with seed 42',
  bytes: 2 ** 21,
  bars: 1234,
  first: '2024-03-05T06:00:00Z',
  last: '2024-03-08T21:59:00Z',
  hours: '07:00-23:00 Europe/Berlin, weekdays',
  files: [],
  rows: 1300,
  duplicates: 3,
  out_of_order: 0,
  bad_rows: { count: 1, shown: [{ file: 'a.csv', line: 7, wanted: 'a price', found: '"x"' }] },
  outside_hours: 63,
  gaps: {
    missing_days: 2,
    days: [{ start: '2024-03-06', end: '2024-03-07', missing: 2 }],
    missing_minutes: 5,
    days_with_missing_minutes: 1,
    minutes: [{ start: '2024-03-08', end: '2024-03-08', missing: 5 }],
  },
  notes: ['These bars are synthetic'],
  seconds: 1.5,
};

it('preparationText() says what was kept, what was left out and how to use it', () => {
  const text = preparationText(report, { symbol: 'GER40', data: 'prepared' }, plain);
  expect(text).toContain('GER40: 1,234 synthetic bars of one minute');
  expect(text).toContain('63 bars outside the hours');
  expect(text).toMatch(/duplicates +3 dropped/);
  expect(text).toContain('2 weekdays, 5 minutes of 1 other days');
  expect(text).toContain('Weekdays without bars: 2024-03-06 to 2024-03-07');
  expect(text).toContain('a.csv (line 7): wanted a price, found "x"');
  expect(text).toContain('Note: These bars are synthetic');
  expect(text).toContain('In a job: "symbol": "GER40", "data": "prepared"');
});

it('preparationText() says of a file that was there that it was left alone', () => {
  const text = preparationText({ ...report, existing: true, synthetic: false }, {}, plain);
  expect(text).toContain('there already; --replace makes it anew');
  expect(text).not.toContain('synthetic bars');
});

it('calendarText() counts events of high impact, and warns where there is none', () => {
  const calendar = {
    file: '/data/prepared/news.csv',
    events: 1200,
    high_impact: 34,
    currencies: ['EUR', 'USD'],
    first: '2024-01-02T08:00:00Z',
    last: '2024-12-30T08:00:00Z',
  };
  const text = calendarText(calendar, plain);
  expect(text).not.toContain('Warning');
  expect(calendarText({ ...calendar, high_impact: 0 }, plain)).toContain('Warning: the filter');
  expect(text).toContain('1,200 events, 34 of high impact');
  expect(text).toContain('EUR, USD');
});
