import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { leanData } from './lean-reference.ts';

/** A year of daily bars of LEAN's own data, as its C# twins are set up; `own` says the rest. */
export function dailySetup(
  strategy: string,
  own: Partial<BacktestSetup> & Pick<BacktestSetup, 'symbol'>,
): BacktestSetup {
  return {
    strategy,
    securityType: 'equity',
    market: 'usa',
    resolution: 'daily',
    normalization: 'Adjusted',
    benchmark: 'SPY',
    dates: { start: '2010-01-01', end: '2010-12-31' },
    cash: 100_000,
    dataFolder: leanData,
    fixedParameters: {},
    ...own,
  };
}
