import { createBacktest } from '../../../harness/embedded/backtest.ts';
import type { Algorithm } from '../../../harness/embedded/leantune.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { leanData } from './lean-reference.ts';

/** Carries a backtest of a class out in this thread; what it notes is up to the class. */
export function runInline(setup: BacktestSetup, create: () => Algorithm): void {
  const strategy = { name: 'inline', create, parameters: {} };
  createBacktest({ setup, data: loadMarketData(setup), strategy }).run({}, 'metrics');
}

/** A setup over LEAN's data. */
export function leanSetup(changes: Partial<BacktestSetup> = {}): BacktestSetup {
  return {
    strategy: 'inline',
    symbol: 'SPY',
    securityType: 'equity',
    market: 'usa',
    resolution: 'daily',
    normalization: 'Adjusted',
    benchmark: 'SPY',
    dates: { start: '2013-10-07', end: '2013-10-11' },
    cash: 100_000,
    dataFolder: leanData,
    fixedParameters: {},
    ...changes,
  };
}

/** A moment by New York's clock, as LEAN's own results write it. */
export function newYork(utc: number): string {
  const date = Temporal.Instant.fromEpochMilliseconds(utc);
  const { year, month, day, hour, minute } = date.toZonedDateTimeISO('America/New_York');
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}`;
}
