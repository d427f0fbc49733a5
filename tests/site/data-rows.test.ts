import { expect, test } from 'vitest';
import { bytesText, dataRows, matchingRows } from '../../site/data/data-rows.ts';

test.each([
  [999, '999 B'],
  [1_000, '1.0 KB'],
  [99_499, '99 KB'],
  [3_400_000, '3.4 MB'],
  [12_000_000_000, '12 GB'],
])('bytesText() says %d as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

const listed = {
  security_type: 'forex',
  market: 'oanda',
  resolution: 'minute',
  symbol: 'eurusd',
  files: 2,
  bytes: 10,
  bars: null,
  first: '2020-01-01',
  last: '2020-01-09',
  missing_weekdays: 1,
  longest_gap: { start: '2020-01-03', end: '2020-01-03', days: 1 },
  problem: null,
};

test('dataRows() names a hole of one day by that day, and matchingRows() wants every word', () => {
  const rows = dataRows({
    as_of: '2026-01-01T00:00:00.000Z',
    seconds: 0,
    prepared: [],
    folders: { data: { folder: '/data', there: true, cut: false, entries: [listed] } },
  });
  expect(rows).toMatchObject([{ symbol: 'EURUSD', hole: '2020-01-03', folder: 'data' }]);
  expect(matchingRows(rows, 'eur OANDA')).toHaveLength(1);
  expect(matchingRows(rows, 'eur daily')).toHaveLength(0);
});
