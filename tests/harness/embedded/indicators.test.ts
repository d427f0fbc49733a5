import { describe, expect, test } from 'vitest';
import { startOf } from '../../../harness/embedded/data/columns.ts';
import { timeZone } from '../../../harness/embedded/data/time-zone.ts';
import { SimpleMovingAverage } from '../../../harness/embedded/indicators/simple-moving-average.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { missingReference, referenceBars, referenceRuns, setupOf } from './lean-reference.ts';

function simpleMovingAverage(values: Float64Array, period: number): Float64Array {
  const average = new SimpleMovingAverage(period);
  return values.map((value) => {
    average.update(value);
    return average.value;
  });
}

describe('SimpleMovingAverage', () => {
  test('averages what there is until the period is full', () => {
    const means = simpleMovingAverage(Float64Array.of(1, 2, 3, 6), 3);
    expect([...means].map((mean) => Number(mean.toFixed(9)))).toEqual([1, 1.5, 2, 3.666666667]);
  });

  test('gives equal means for equal prices, whatever came before', () => {
    const prices = Float64Array.from({ length: 300 }, (_, index) =>
      index < 100 ? 1e6 + index * 0.1234567 : 0.1,
    );
    const fast = simpleMovingAverage(prices, 10);
    const slow = simpleMovingAverage(prices, 30);
    expect(fast[299]).toBe(slow[299]);
  });
});

const dumps = referenceRuns().filter(({ name }) =>
  [
    'smacross-spy-daily-f10-s30',
    'smacross-aapl-daily-raw-f10-s30',
    'smacross-spy-hour-f10-s30',
    'smacross-spy-minute-f5-s20',
    'smacross-eurusd-oanda-hour-f10-s30',
    'smacross-btcusd-coinbase-daily-f10-s30',
  ].includes(name),
);

describe.skipIf(missingReference !== null).each(dumps)('bars as LEAN saw them: $name', (run) => {
  const { bars, exchangeZone } = loadMarketData(setupOf(run, 'sma-cross'));
  const lines = referenceBars(run.name.replace('smacross', 'bars'));

  test('loadMarketData() times', () => {
    expect(bars.close.length).toBe(lines.length);
    const zone = timeZone(exchangeZone);
    const text = (utc = Number.NaN) =>
      new Date(zone.toLocal(utc)).toISOString().slice(0, 19).replace('T', ' ');
    for (const [index, line] of lines.entries()) {
      expect([text(startOf(bars, index)), text(bars.end[index])]).toEqual(line.slice(1, 3));
    }
  });

  test('loadMarketData() prices, volumes and quotes', () => {
    const { open, high, low, close, volume, quotes } = bars;
    const columns = [open, high, low, close, volume, quotes?.bidClose, quotes?.askClose];
    for (const [index, line] of lines.entries()) {
      for (const [position, column] of columns.entries()) {
        const text = line[3 + position];
        if (text !== '') expectNear(column?.[index], Number(text));
      }
    }
  });

  test('SimpleMovingAverage values', () => {
    const means = [run.parameters['fast'], run.parameters['slow']].map((period) =>
      simpleMovingAverage(bars.close, Number(period)),
    );
    for (const [index, line] of lines.entries()) {
      for (const [position, column] of means.entries()) {
        const text = line[10 + position];
        if (text !== '') expectNear(column[index], Number(text));
      }
    }
  });
});

function expectNear(found: number | undefined, wanted: number): void {
  expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted));
}
