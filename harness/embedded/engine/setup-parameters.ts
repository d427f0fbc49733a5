import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { ParameterValue } from '../../../runner/domain/parameter-set.ts';

/** By setup, since every backtest of a search asks for the same. */
const cached = new WeakMap<BacktestSetup, Readonly<Record<string, ParameterValue>>>();

/** What a strategy may ask of its job, under the names that LEAN projects use. */
export function setupParameters(setup: BacktestSetup): Readonly<Record<string, ParameterValue>> {
  const known = cached.get(setup);
  if (known !== undefined) return known;
  const { symbol, dates, cash, market, resolution } = setup;
  const parameters = {
    ticker: symbol,
    symbol,
    startDate: dates.start,
    endDate: dates.end,
    InitialCash: cash,
    cash,
    market,
    resolution,
  };
  cached.set(setup, parameters);
  return parameters;
}
