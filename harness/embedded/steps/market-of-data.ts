import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import type { SetupData } from '../setup-data.ts';
import type { StepBars, StepMarket } from './step-market.ts';

/** The market of a setup's data, whatever it was read from. */
export function stepMarketOf(data: SetupData, { symbol, cash }: BacktestSetup): StepMarket {
  if ('market' in data) return { ...data.market, cash };
  const { start, end, period, open, high, low, close, filled } = data.bars;
  const time = start ?? end.map((moment) => moment - period);
  const bars = { length: time.length, time, open, high, low, close };
  return { symbol, bars: withoutFilled(bars, filled), news: null, synthetic: false, cash };
}

/** Leaves out bars that stand in for missing ones. */
function withoutFilled(bars: StepBars, filled: Uint8Array): StepBars {
  const kept: number[] = [];
  for (let bar = 0; bar < bars.length; bar++) if (filled[bar] === 0) kept.push(bar);
  if (kept.length === bars.length) return bars;
  const pick = (column: StepBars['time']): StepBars['time'] =>
    Float64Array.from(kept, (bar) => column[bar] as number);
  return {
    length: kept.length,
    time: pick(bars.time),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
  };
}
