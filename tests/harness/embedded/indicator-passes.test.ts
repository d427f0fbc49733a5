import { describe, expect, test } from 'vitest';
import type { Calculator } from '../../../harness/embedded/indicators/calculator.ts';
import { pointIndicators } from '../../../harness/embedded/indicators/index.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const PARAMETERS: Readonly<Record<string, readonly number[]>> = { macd: [3, 5, 2], bb: [5, 2] };

/** The shortest period that a kind takes. */
const LEAST: Readonly<Record<string, number>> = { hma: 2 };

const prices = fc.array(fc.double({ min: 0.01, max: 1e4, noNaN: true }), { maxLength: 60 });
/** Where the inputs are cut: a stream goes through them in several parts. */
const cuts = fc.array(fc.nat(60), { maxLength: 3 });

describe.each(Object.entries(pointIndicators))('fill() of %s', (kind, factory) => {
  const periods = fc.integer({ min: LEAST[kind] ?? 1, max: 12 });
  const make = (period: number): Calculator<number> => {
    const parameters = PARAMETERS[kind] ?? [period];
    return (factory as (...numbers: readonly number[]) => Calculator<number>)(...parameters);
  };

  test('gives what updates give one by one, whatever came before', () => {
    fc.assert(
      fc.property(prices, cuts, periods, (inputs, places, period) => {
        const [one, all] = [make(period), make(period)];
        const wanted = inputs.map((input) => ({ ready: one.update(input), value: one.value }));
        const values = new Float64Array(inputs.length);
        const column = Float64Array.from(inputs);
        const ends = [0, ...places.toSorted((a, b) => a - b), inputs.length];
        let readyFrom = Number.POSITIVE_INFINITY;
        for (const [part, end] of ends.slice(1).entries()) {
          const from = ends[part] as number;
          const readyAt = all.fill(column.subarray(from, end), values.subarray(from, end));
          readyFrom = Math.min(readyFrom, from + readyAt);
        }
        expect([...values]).toEqual(wanted.map(({ value }) => value));
        const firstReady = wanted.findIndex(({ ready }) => ready);
        expect(readyFrom).toBe(firstReady < 0 ? Number.POSITIVE_INFINITY : firstReady);
        expect(all.samples).toBe(inputs.length);
        expect(all.isReady).toBe(one.isReady);
        // It goes on from there as the other does.
        for (const input of [7, 3, 9, 4]) {
          expect(all.update(input)).toBe(one.update(input));
          expect(all.value).toBe(one.value);
        }
      }),
      { numRuns: 100 },
    );
  });
});
