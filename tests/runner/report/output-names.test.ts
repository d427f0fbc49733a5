import { expect, test } from 'vitest';
import { outputName } from '../../../runner/report/output-names.ts';

test('outputName() calls a drawdown in R as desks do, and leaves all else as it is', () => {
  const both = ['total_r', 'max_drawdown', 'max_drawdown_r', 'ocae_max_drawdown'];
  expect(both.map((name) => outputName(name, both))).toEqual([
    'total_r',
    'max_drawdown_pct',
    'max_drawdown',
    'ocae_max_drawdown',
  ]);
  expect(outputName('max_drawdown', ['max_drawdown'])).toBe('max_drawdown');
});
