import { describe, expect, it } from 'vitest';
import { createParameter } from '../../../runner/domain/parameter.ts';
import type { ParameterDefinition } from '../../../runner/domain/parameter-definition.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

type Rest = Partial<Extract<ParameterDefinition, { min: number }>>;

const float = (min: number, max: number, rest: Rest = {}) =>
  createParameter({ name: 'p', type: 'float', min, max, ...rest });
const int = (min: number, max: number, rest: Rest = {}) =>
  createParameter({ name: 'p', type: 'int', min, max, ...rest });

const valuesOf = (parameter: ReturnType<typeof createParameter>) =>
  Array.from({ length: parameter.levels ?? 0 }, (_, level) => parameter.valueAt(level));

describe('createParameter()', () => {
  it('valueAt() is exact in decimals', () => {
    expect(valuesOf(float(0, 0.4, { step: 0.1 }))).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(valuesOf(float(5.15, 5.4, { step: 0.05 }))).toEqual([5.15, 5.2, 5.25, 5.3, 5.35, 5.4]);
    expect(float(0.1, 1e3, { step: 0.1 }).valueAt(2)).toBe(0.3);
    expect(valuesOf(float(-0.3, 0.3, { step: 0.2 }))).toEqual([-0.3, -0.1, 0.1, 0.3]);
    expect(valuesOf(float(1e-7, 4e-7, { step: 1e-7 }))).toEqual([1e-7, 2e-7, 3e-7, 4e-7]);
  });

  it('valueAt() ends at the last step before max', () => {
    expect(valuesOf(float(0, 1, { step: 0.3 }))).toEqual([0, 0.3, 0.6, 0.9]);
    expect(valuesOf(int(5, 40, { step: 10 }))).toEqual([5, 15, 25, 35]);
    expect(valuesOf(float(1, 1.5, { step: 2 }))).toEqual([1]);
  });

  it('valueAt() prints as its decimal text for any decimal grid', () => {
    const digits = fc.integer({ min: 0, max: 8 });
    const whole = fc.integer({ min: -100_000, max: 100_000 });
    const stride = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(digits, whole, stride, fc.nat(500), (places, first, step, level) => {
        const scale = 10 ** places;
        const last = (first + step * 500) / scale;
        const parameter = float(first / scale, last, { step: step / scale });
        const value = parameter.valueAt(level);
        expect(value).toBe(Number(((first + step * level) / scale).toFixed(places)));
        expect(parameter.levels).toBe(501);
        expect(parameter.levelOf(value)).toBe(level);
        expect(parameter.fromUnit(parameter.toUnit(value))).toBe(value);
      }),
    );
  });

  it('levelOf() is -1 for what is not on the grid', () => {
    const parameter = float(0, 0.4, { step: 0.1 });
    for (const value of [0.15, -0.1, 0.5, 0.30000000000000004, Number.NaN, '0.1', true]) {
      expect(parameter.levelOf(value)).toBe(-1);
    }
    expect(float(0, 1).levelOf(1.5)).toBe(-1);
    expect(float(0, 1).levelOf(0.5)).toBe(0);
  });

  it('fromUnit() gives every stepped value an equal cell', () => {
    const parameter = int(1, 5);
    const counts = new Map<unknown, number>();
    for (let n = 0; n < 1_000; n++) {
      const value = parameter.fromUnit((n + 0.5) / 1_000);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts]).toEqual([1, 2, 3, 4, 5].map((value) => [value, 200]));
    expect(parameter.fromUnit(1)).toBe(5);
    expect(parameter.fromUnit(-0.1)).toBe(1);
  });

  it('fromUnit() spreads logarithmic values over magnitudes', () => {
    const parameter = float(0.001, 1000, { log: true });
    expect(parameter.fromUnit(0.5)).toBe(1);
    expect(parameter.fromUnit(1 / 6)).toBeCloseTo(0.01, 10);
    const whole = int(1, 1000, { log: true });
    const draws = Array.from({ length: 3_000 }, (_, n) =>
      Number(whole.fromUnit((n + 0.5) / 3_000)),
    );
    const below = draws.filter((value) => value <= 22).length / draws.length;
    expect(below).toBeCloseTo(Math.log(22.5 / 0.5) / Math.log(1000.5 / 0.5), 2);
  });

  it('fromUnit() of toUnit() is the value, for every kind', () => {
    const kinds = [
      float(-5.12, 5.12),
      float(1e-5, 1e5, { log: true }),
      float(-1e300, 1e300),
      float(1e9, 1e9 + 1e-3),
      float(0.01, 2, { step: 0.1, log: true }),
      int(1, 100_000, { log: true }),
      int(-(2 ** 40), 2 ** 40),
      createParameter({ name: 'p', type: 'boolean' }),
      createParameter({ name: 'p', type: 'categorical', values: ['a', 2, true] }),
    ];
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(unit, fc.nat(kinds.length - 1), (u, which) => {
        const parameter = kinds[which]!;
        const value = parameter.fromUnit(u);
        expect(parameter.levelOf(value)).toBeGreaterThanOrEqual(0);
        const back = parameter.toUnit(value);
        expect(back).toBeGreaterThanOrEqual(0);
        expect(back).toBeLessThan(1);
        expect(parameter.fromUnit(back)).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps a one-value range, continuous or not', () => {
    expect(float(0.5, 0.5)).toMatchObject({ levels: 1 });
    expect(float(0.5, 0.5).fromUnit(0.7)).toBe(0.5);
    expect(float(0.5, 0.5).toUnit(0.5)).toBe(0.5);
  });
});
