import { describe, expect, test } from 'vitest';
import { moneyTick } from '../../site/charts/money-tick.ts';
import {
  formatDuration,
  formatFitness,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRate,
  formatShare,
  formatSize,
  formatTime,
  formatValue,
} from '../../site/data/format.ts';
import { formatMetric } from '../../site/data/metric-format.ts';

describe('numbers', () => {
  test.each([
    [1_478_400, 0, '1,478,400'],
    [-1234.5, 2, '−1,234.50'],
    [-0.001, 2, '0.00'],
    [Number.NEGATIVE_INFINITY, 2, '−∞'],
    [null, 2, '–'],
    [Number.NaN, 2, '–'],
  ])('formatNumber() writes %s with %i decimals as %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  test.each([
    [1.8374, '1.837'],
    [123.456, '123.46'],
    [98_765.4, '98,765'],
    [-0.5, '−0.500'],
    [undefined, '–'],
  ])('formatFitness() writes %s as %s', (value, text) => {
    expect(formatFitness(value)).toBe(text);
  });

  test('formatValue() hides binary fractions and keeps words', () => {
    expect(formatValue(0.1 + 0.2)).toBe('0.3');
    expect(formatValue(-5)).toBe('−5');
    expect(formatValue(true)).toBe('true');
    expect(formatValue('Infinity')).toBe('Infinity');
  });

  test('formatMoney() sets the sign of a currency before the figure, and a minus before both', () => {
    expect(formatMoney(-1_234.5, '$', 2)).toBe('−$1,234.50');
    expect(formatMoney(98_000, '€')).toBe('€98,000');
    expect(formatMoney(98_000, '')).toBe('98,000');
    expect(formatMoney(undefined, '$')).toBe('–');
  });

  test('moneyTick() says millions in short', () => {
    expect([999_999, 1_250_000, -3e6].map((value) => moneyTick(value, '$'))).toEqual([
      '$999,999',
      '$1.250M',
      '−$3.000M',
    ]);
  });

  test('formatPercent() marks percent but not what is absent', () => {
    expect(formatPercent(23.456)).toBe('23.46%');
    expect(formatPercent(undefined)).toBe('–');
  });

  test('formatMetric() takes win rate as a fraction and net profit as percent', () => {
    expect(formatMetric('win_rate', 0.4876)).toBe('48.8%');
    expect(formatMetric('net_pnl', 1234.5)).toBe('1,234.50%');
    expect(formatMetric('trade_count', 1234)).toBe('1,234');
    expect(formatMetric('profit_factor', Number.POSITIVE_INFINITY)).toBe('∞');
    expect(formatMetric('sharpe_ratio', undefined)).toBe('–');
  });
});

describe('times and sizes', () => {
  test.each([
    [0, '0.0 s'],
    [0.049, '< 0.1 s'],
    [0.05, '0.1 s'],
    [9.96, '10 s'],
    [59.7, '1 min 00 s'],
    [185, '3 min 05 s'],
    [7440, '2 h 04 min'],
    [273_600, '3 d 4 h'],
    [Number.POSITIVE_INFINITY, '–'],
    [null, '–'],
  ])('formatDuration() writes %s seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test.each([
    [2_345.6, '2,346/s'],
    [9.97, '10/s'],
    [2.34, '2.3/s'],
    [0.05, '3.0/min'],
    [null, '–'],
  ])('formatRate() writes %s as %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  test.each([
    [1, '100%'],
    [0.225, '22.5%'],
    [0.0123, '1.23%'],
    [0.00012, '0.012%'],
    [1e-9, '< 0.001%'],
    [0, '0%'],
    [null, '–'],
  ])('formatShare() writes %s as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  test.each([
    ['1478400', '1,478,400'],
    ['3141592653589793', '3.1 × 10¹⁵'],
    [null, 'continuous'],
  ])('formatSize() writes %s as %s', (size, text) => {
    expect(formatSize(size)).toBe(text);
  });

  test('formatTime() says today, and the year only of other years', () => {
    const now = new Date(2026, 10, 21, 18, 0);
    expect(formatTime(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('today 09:05');
    expect(formatTime(new Date(2026, 2, 1, 9, 5).toISOString(), now)).toBe('1 Mar 09:05');
    expect(formatTime(new Date(2025, 11, 31, 9, 5).toISOString(), now)).toBe('31 Dec 2025 09:05');
  });
});
