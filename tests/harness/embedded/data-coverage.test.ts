import { describe, expect, test } from 'vitest';
import { MS_PER_DAY, parseDay } from '../../../harness/embedded/data/calendar-day.ts';
import { dataCoverage } from '../../../harness/embedded/data/data-coverage.ts';
import { shareFloat64 } from '../../../harness/embedded/data/shared-columns.ts';
import { timeZone } from '../../../harness/embedded/data/time-zone.ts';

const HOUR = MS_PER_DAY / 24;
const zone = timeZone('America/New_York');

/** Monday to Friday, and the Monday after. */
const DAYS = ['2013-05-06', '2013-05-07', '2013-05-08', '2013-05-09', '2013-05-10', '2013-05-13'];

const sessions = DAYS.map((text) => {
  const day = parseDay(text);
  return { day, open: day * MS_PER_DAY + 9.5 * HOUR, close: day * MS_PER_DAY + 16 * HOUR };
});

function barsOn(texts: readonly string[], filled: readonly string[] = []) {
  const of = sessions.filter((_, index) => texts.includes(DAYS[index]!));
  const repeated = new Uint8Array(new SharedArrayBuffer(of.length));
  repeated.set(of.map(({ day }) => Number(filled.map(parseDay).includes(day))));
  return {
    start: shareFloat64(of.map(({ open }) => zone.toUtc(open))),
    end: shareFloat64(of.map(({ close }) => zone.toUtc(close))),
    period: MS_PER_DAY,
    filled: repeated,
  };
}

describe('dataCoverage()', () => {
  test('finds nothing missing where each trading day has a bar', () => {
    expect(dataCoverage(barsOn(DAYS), { sessions, zone })).toEqual({
      tradingDays: 6,
      missingDays: 0,
      gaps: [],
    });
  });

  test('names runs of trading days without a bar, over weekends, at both ends, repeated bars too', () => {
    const bars = barsOn(DAYS.slice(1), ['2013-05-08', '2013-05-10', '2013-05-13']);
    expect(dataCoverage(bars, { sessions, zone })).toEqual({
      tradingDays: 6,
      missingDays: 4,
      gaps: [
        { start: '2013-05-06', end: '2013-05-06', missing: 1 },
        { start: '2013-05-08', end: '2013-05-08', missing: 1 },
        { start: '2013-05-10', end: '2013-05-13', missing: 2 },
      ],
    });
  });

  test('counts a bar over midnight for both of its days', () => {
    const at = (text: string, hours: number) =>
      zone.toUtc(parseDay(text) * MS_PER_DAY + hours * HOUR);
    const bars = {
      start: shareFloat64([at('2013-05-05', 20)]),
      end: shareFloat64([at('2013-05-06', 20)]),
      period: MS_PER_DAY,
      filled: new Uint8Array(new SharedArrayBuffer(1)),
    };
    const { gaps, missingDays } = dataCoverage(bars, { sessions, zone });
    expect(missingDays).toBe(5);
    expect(gaps).toEqual([{ start: '2013-05-07', end: '2013-05-13', missing: 5 }]);
  });
});
