import { describe, expect, test } from 'vitest';
import type { BarColumns } from '../../../harness/embedded/data/columns.ts';
import { shareFloat64, shareUint8 } from '../../../harness/embedded/data/shared-columns.ts';
import type { Bar, Calculator } from '../../../harness/embedded/indicators/calculator.ts';
import { Field } from '../../../harness/embedded/indicators/field.ts';
import { barIndicators, pointIndicators } from '../../../harness/embedded/indicators/index.ts';
import type { IndicatorName } from '../../../harness/embedded/indicators/indicator-recipe.ts';
import { computeSeries } from '../../../harness/embedded/indicators/indicator-series.ts';
import { createMovingAverage } from '../../../harness/embedded/indicators/moving-average-type.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const prices = fc.array(fc.integer({ min: 100, max: 20_000 }), { minLength: 1, maxLength: 80 });
const periods = fc.integer({ min: 2, max: 12 });
const bars = fc.array(
  fc
    .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 100, max: 300 })), fc.nat(1000))
    .map(([a = 0, b = 0, c = 0, d = 0, volume = 0]): Bar => {
      const high = Math.max(a, b, c, d);
      return { open: a, high, low: Math.min(a, b, c, d), close: b, volume };
    }),
  { minLength: 1, maxLength: 80 },
);

function valuesOf<Input>(calculator: Calculator<Input>, inputs: readonly Input[]): number[] {
  return inputs.map((input) => {
    calculator.update(input);
    return calculator.value;
  });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The last `period` of the values up to each position, of all where there are fewer. */
function windows<T>(values: readonly T[], period: number): T[][] {
  return values.map((_, index) => values.slice(Math.max(0, index + 1 - period), index + 1));
}

/** Naive definitions over a window that may not be full. */
const DEFINITIONS: Readonly<
  Record<string, (period: number) => [Calculator<number>, (window: number[]) => number]>
> = {
  sma: (period) => [pointIndicators.sma(period), mean],
  sum: (period) => [pointIndicators.sum(period), (window) => mean(window) * window.length],
  var: (period) => [
    pointIndicators.var(period),
    (window) => mean(window.map((value) => (value - mean(window)) ** 2)),
  ],
  std: (period) => [
    pointIndicators.std(period),
    (window) => Math.sqrt(mean(window.map((value) => (value - mean(window)) ** 2))),
  ],
  mad: (period) => [
    pointIndicators.mad(period),
    (window) => mean(window.map((value) => Math.abs(value - mean(window)))),
  ],
  max: (period) => [pointIndicators.max(period), (window) => Math.max(...window)],
  min: (period) => [pointIndicators.min(period), (window) => Math.min(...window)],
};

describe('indicators of one number', () => {
  test.each(Object.entries(DEFINITIONS))('%s is what its definition says', (_, create) => {
    fc.assert(
      fc.property(prices, periods, (values, period) => {
        const [calculator, define] = create(period);
        const expected = windows(values, period).map(define);
        for (const [index, value] of valuesOf(calculator, values).entries()) {
          expect(value).toBeCloseTo(expected[index] as number, 7);
        }
        expect(calculator.isReady).toBe(values.length >= period);
      }),
    );
  });

  test('changes compare with the value `period` before, or with the first', () => {
    fc.assert(
      fc.property(prices, periods, (values, period) => {
        const before = values.map((_, index) => values[Math.max(0, index - period)] as number);
        const momentum = values.map((value, index) => value - (before[index] as number));
        expect(valuesOf(pointIndicators.mom(period), values)).toEqual(momentum);
        for (const [index, rate] of valuesOf(pointIndicators.rocp(period), values).entries()) {
          const expected = (100 * (momentum[index] as number)) / (before[index] as number);
          expect(rate).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  test('exponential averages begin with a mean and are 0 before', () => {
    fc.assert(
      fc.property(prices, periods, (values, period) => {
        let average = 0;
        const expected = values.map((value, index) => {
          if (index === period - 1) average = mean(values.slice(0, period));
          else if (index >= period) average = average + (2 / (period + 1)) * (value - average);
          return average;
        });
        for (const [index, value] of valuesOf(pointIndicators.ema(period), values).entries()) {
          expect(value).toBeCloseTo(expected[index] as number, 7);
        }
      }),
    );
  });

  test.each([
    'simple',
    'exponential',
    'wilders',
    'linearWeighted',
    'doubleExponential',
    'tripleExponential',
    'triangular',
    't3',
    'kama',
    'hull',
    'alma',
    'zlema',
    'mgd',
  ] as const)('a moving average of one price is that price: %s', (type) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), periods, (price, period) => {
        const average = createMovingAverage(type, period);
        for (let count = 0; count < average.warmUpPeriod; count++) average.update(price);
        expect(average.isReady).toBe(true);
        expect(average.value).toBeCloseTo(price, 7);
      }),
    );
  });

  test('RSI takes gains against losses, both by the average that is asked for', () => {
    fc.assert(
      fc.property(prices, periods, (values, period) => {
        const rsi = pointIndicators.rsi(period, 'simple');
        const changes = values.slice(1).map((value, index) => value - (values[index] as number));
        const found = valuesOf(rsi, values).slice(1);
        for (const [index, window] of windows(changes, period).entries()) {
          const gain = mean(window.map((change) => Math.max(0, change)));
          const loss = mean(window.map((change) => Math.max(0, -change)));
          const expected = loss === 0 ? 100 : (100 * gain) / (gain + loss);
          expect(found[index]).toBeCloseTo(expected, 7);
        }
      }),
    );
  });

  test('MACD refuses a fast period that is not the shorter one', () => {
    expect(() => pointIndicators.macd(26, 12, 9)).toThrow('wanted a fast period below the slow');
  });
});

describe('indicators of bars', () => {
  test('%R, stochastic, Donchian and Aroon are of the window’s range', () => {
    fc.assert(
      fc.property(bars, periods, (all, period) => {
        const wilr = barIndicators.wilr(period);
        const dch = barIndicators.dch(period);
        for (const [index, window] of windows(all, period).entries()) {
          const bar = all[index] as Bar;
          wilr.update(bar);
          dch.update(bar);
          const high = Math.max(...window.map((each) => each.high));
          const low = Math.min(...window.map((each) => each.low));
          expect([dch.parts.upperBand.value, dch.parts.lowerBand.value]).toEqual([high, low]);
          const isKnown = window.length === period && high !== low;
          const expected = isKnown ? (-100 * (high - bar.close)) / (high - low) : 0;
          expect(wilr.value).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  test('the parabolic stop lies on the far side of the bar or turns around', () => {
    fc.assert(
      fc.property(bars, (all) => {
        const psar = barIndicators.psar();
        for (const [index, bar] of all.entries()) {
          psar.update(bar);
          if (index === 0) continue;
          const { high, low } = all[index - 1] as Bar;
          const isFar =
            psar.value >= Math.min(bar.high, high) || psar.value <= Math.max(bar.low, low);
          expect(isFar).toBe(true);
        }
      }),
    );
  });

  test('ADX stays between 0 and 100, and is ready after twice its period', () => {
    fc.assert(
      fc.property(bars, periods, (all, period) => {
        for (const value of valuesOf(barIndicators.adx(period), all)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
    );
  });
});

const PARAMETERS: Partial<Record<IndicatorName, readonly number[]>> = {
  macd: [3, 5, 2],
  bb: [5, 2],
  kch: [5, 1.5],
  sto: [5, 3, 2],
  tr: [],
  obv: [],
  psar: [],
};

describe('computeSeries()', () => {
  const names = [...Object.keys(pointIndicators), ...Object.keys(barIndicators)] as IndicatorName[];

  test.each(names)('%s never looks ahead', (kind) => {
    fc.assert(
      fc.property(bars, fc.nat(79), (all, cut) => {
        const parameters = PARAMETERS[kind] ?? [5];
        const selector = kind in pointIndicators ? Field.Close : null;
        const recipe = { kind, parameters, selector };
        const whole = computeSeries(recipe, columnsOf(all), 0).main;
        const part = computeSeries(recipe, columnsOf(all.slice(0, cut)), 0).main;
        expect([...part.values]).toEqual([...whole.values].slice(0, part.values.length));
      }),
      { numRuns: 20 },
    );
  });

  test('refuses periods that are no whole numbers of bars', () => {
    const recipe = { kind: 'sma', parameters: [1.5], selector: Field.Close } as const;
    expect(() => computeSeries(recipe, columnsOf([]), 0)).toThrow(
      'Cannot make sma: wanted a whole number of bars from 1, found 1.5',
    );
  });
});

function columnsOf(all: readonly Bar[]): BarColumns {
  const column = (read: (bar: Bar, index: number) => number) => shareFloat64(all.map(read));
  return {
    start: null,
    period: 60_000,
    end: column((_, index) => (index + 1) * 60_000),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    volume: column((bar) => bar.volume),
    filled: shareUint8(all.map(() => 0)),
    mark: null,
    quotes: null,
  };
}
