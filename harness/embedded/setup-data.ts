import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { type AskedFor, loadMarketData, type MarketData, marketDataFiles } from './market-data.ts';
import {
  isPrepared,
  loadPreparedData,
  type PreparedData,
  preparedFiles,
  readPreparedFile,
} from './prepare/prepared-data.ts';

/** What backtests of a setup read: a data folder in LEAN's layout, or prepared bars. */
export type SetupData = MarketData | PreparedData;

/** Reads what can only be read without waiting for it; null where it is read, or there is none. */
export function readSetupFiles(setup: BacktestSetup): Promise<void> | null {
  return isPrepared(setup) ? readPreparedFile(setup) : null;
}

/** @throws InputError where the data cannot be used */
export function loadSetupData(setup: BacktestSetup): SetupData {
  return isPrepared(setup) ? loadPreparedData(setup) : loadMarketData(setup);
}

/** Absolute paths of every file that the setup's data is read from. */
export function setupDataFiles(setup: BacktestSetup, asked: AskedFor = {}): string[] {
  return isPrepared(setup) ? preparedFiles(setup) : marketDataFiles(setup, asked);
}
