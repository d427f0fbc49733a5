import { existsSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOf } from './calendar-day.ts';
import { barsPath } from './data-paths.ts';
import { type FactorFile, factorEvents, priceScale } from './factor-file.ts';
import { type MapFile, tickerOn, tickersOf } from './map-file.ts';
import { emptyBars, type RawBars, readBars } from './read-bars.ts';

/** LEAN keeps prices of equities in 1/10000; other kinds unscaled. */
const EQUITY_SCALE = 10_000;

interface Source {
  readonly setup: BacktestSetup;
  readonly ticker: string;
  readonly resolution: 'daily' | 'hour';
  readonly mapFile: MapFile;
}

/** The files that hold a security's bars, one for each ticker it traded under. */
export function barFiles({ setup, ticker, resolution, mapFile }: Source): string[] {
  return tickersOf(mapFile, ticker)
    .map((name) => barsPath(setup, resolution, name))
    .filter((file) => existsSync(file));
}

/** Unscaled bars of a security under all its tickers, each from the days when it had that ticker. */
export function readSecurityBars({ setup, ticker, resolution, mapFile }: Source): RawBars {
  const bars = emptyBars();
  for (const name of tickersOf(mapFile, ticker)) {
    const file = barsPath(setup, resolution, name);
    if (!existsSync(file)) continue;
    const read = readBars(file, setup.securityType === 'equity' ? EQUITY_SCALE : 1);
    for (let index = 0; index < read.start.length; index++) {
      const start = read.start[index] as number;
      const isNewer = start > (bars.start.at(-1) ?? Number.NEGATIVE_INFINITY);
      if (isNewer && tickerOn(mapFile, dayOf(start), ticker) === name) copyBar(read, index, bars);
    }
  }
  return bars;
}

function copyBar(from: RawBars, index: number, to: RawBars): void {
  to.start.push(from.start[index] as number);
  to.open.push(from.open[index] as number);
  to.high.push(from.high[index] as number);
  to.low.push(from.low[index] as number);
  to.close.push(from.close[index] as number);
  to.volume.push(from.volume[index] as number);
}

/**
 * Prices of each bar times the factor of its day; volume by the inverse. Total return adds the
 * dividends that fell due since `firstDay`.
 */
export function normalizeBars(
  bars: RawBars,
  factors: FactorFile,
  { normalization, firstDay }: { normalization: BacktestSetup['normalization']; firstDay: number },
): RawBars {
  if (normalization === 'Raw') return bars;
  const dividends = normalization === 'TotalReturn' ? dividendsSince(factors, firstDay) : [];
  const scaled = emptyBars();
  let today = Number.NaN;
  let factor = 1;
  let paid = 0;
  for (let index = 0; index < bars.start.length; index++) {
    const start = bars.start[index] as number;
    const day = dayOf(start);
    if (day !== today) {
      today = day;
      factor = priceScale(factors, day, normalization);
      paid = dividends.reduce((sum, { day: due, amount }) => sum + (due < day ? amount : 0), 0);
    }
    scaled.start.push(start);
    scaled.open.push((bars.open[index] as number) * factor + paid);
    scaled.high.push((bars.high[index] as number) * factor + paid);
    scaled.low.push((bars.low[index] as number) * factor + paid);
    scaled.close.push((bars.close[index] as number) * factor + paid);
    scaled.volume.push(Math.round((bars.volume[index] as number) / factor));
  }
  return scaled;
}

function dividendsSince(factors: FactorFile, firstDay: number) {
  return factorEvents(factors)
    .filter((event) => event.kind === 'dividend' && event.day >= firstDay)
    .map(({ day, ratio, reference }) => ({ day, amount: distribution(reference, ratio) }));
}

/** Cash paid per share, in whole cents. */
export function distribution(reference: number, ratio: number): number {
  return Math.round((reference - reference * ratio) * 100) / 100;
}
