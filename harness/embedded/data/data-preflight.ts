import { existsSync } from 'node:fs';
import type { Preflight } from '../../../runner/domain/preflight.ts';
import { benchmarkResolution, benchmarkSetup } from './benchmark.ts';
import { formatDay } from './calendar-day.ts';
import { factorFilePath, mapFilePath } from './data-paths.ts';
import type { SecurityData } from './security-data.ts';

/** The row of a symbol in the table of what a backtest finds in its data folder. */
export function dataPreflight({ setup, barCount, available, coverage }: SecurityData): Preflight {
  const { symbol, resolution, dates } = setup;
  const isEquity = setup.securityType === 'equity';
  const isAdjusted = isEquity && setup.normalization !== 'Raw';
  return {
    symbol,
    resolution,
    wanted: dates,
    bars: barCount,
    available: { start: formatDay(available.start), end: formatDay(available.end) },
    trading_days: coverage.tradingDays,
    missing_days: coverage.missingDays,
    gaps: coverage.gaps,
    map_file: isEquity ? existsSync(mapFilePath(setup, symbol)) : null,
    factor_file: isAdjusted ? existsSync(factorFilePath(setup, symbol)) : null,
    benchmark: {
      symbol: benchmarkSetup(setup).symbol.toUpperCase(),
      found: benchmarkResolution(setup) !== null,
    },
  };
}
