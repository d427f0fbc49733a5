import { describe, expect, it } from 'vitest';
import { preflightText } from '../../../runner/cli/preflight-text.ts';
import { type Preflight, preflightRow } from '../../../runner/domain/preflight.ts';

const wanted = { start: '2010-01-04', end: '2013-12-31' };
const place = { symbol: 'AAPL', part: 'search', wanted } as const;
const whole: Preflight = {
  symbol: 'AAPL',
  resolution: 'daily',
  wanted,
  bars: 1006,
  available: { start: '1998-01-02', end: '2021-03-31' },
  trading_days: 1006,
  missing_days: 0,
  gaps: [],
  map_file: true,
  factor_file: null,
  benchmark: { symbol: 'SPY', found: true },
};

describe('preflightRow()', () => {
  it('is ok where nothing is missing, and a warning for each thing that is', () => {
    const stateOf = (change: Partial<Preflight>) =>
      preflightRow(place, { bars: 1006, preflight: { ...whole, ...change } }).state;
    expect(stateOf({})).toBe('ok');
    expect(stateOf({ missing_days: 1 })).toBe('warning');
    expect(stateOf({ map_file: false })).toBe('warning');
    expect(stateOf({ factor_file: false })).toBe('warning');
    expect(stateOf({ benchmark: { symbol: 'SPY', found: false } })).toBe('warning');
  });

  it('takes an executor that does not look closely at its word', () => {
    expect(preflightRow(place, { bars: 5 })).toMatchObject({ state: 'ok', preflight: null });
    expect(preflightRow(place, { bars: 0 }).state).toBe('warning');
  });
});

describe('preflightText()', () => {
  it('shows a row for each symbol, the first gaps named and the rest counted', () => {
    const gaps = [
      { start: '2010-02-01', end: '2010-02-01', missing: 1 },
      { start: '2013-05-01', end: '2013-08-30', missing: 86 },
      { start: '2013-10-01', end: '2013-10-03', missing: 3 },
    ];
    const preflight = { ...whole, bars: 916, missing_days: 90, gaps, map_file: false };
    const lines = preflightText([
      preflightRow({ ...place, part: 'holdout' }, { bars: 916, preflight }),
      { ...place, symbol: 'ZZZ', state: 'error', preflight: null },
    ]).split('\n');
    expect(lines[0]).toMatch(/^symbol +state +resolution +bars +data +wanted +days +missing +map/);
    expect(lines[1]).toMatch(
      /^AAPL holdout +warning +daily +916 +1998-01-02 to 2021-03-31 +2010-01-04 to 2013-12-31 +1,006 +90 +none +not needed +SPY +2010-02-01, 2013-05-01 to 2013-08-30 \(86\), 3 more$/,
    );
    expect(lines[2]).toMatch(/^ZZZ +error +- +- +- +2010-01-04 to 2013-12-31 +- /);
  });
});
