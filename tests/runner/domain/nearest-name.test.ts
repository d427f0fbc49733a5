import { expect, it } from 'vitest';
import { nearestName } from '../../../runner/domain/nearest-name.ts';

it('nearestName() finds what was misspelt, or begun, and nothing where all are far', () => {
  const names = ['sortino_ratio', 'sharpe_ratio', 'net_pnl'];
  expect(nearestName('sharpe-ration', names)).toBe('sharpe_ratio');
  expect(nearestName('nte_pnl', names)).toBe('net_pnl');
  expect(nearestName('sharp', names)).toBe('sharpe_ratio');
  expect(nearestName('drawdown', names)).toBeUndefined();
  expect(nearestName('ne', names)).toBeUndefined();
});
