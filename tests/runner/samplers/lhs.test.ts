import { describe, expect, it } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { driveSampler } from '../../contracts/drive-sampler.ts';

const { lhs } = samplers;

const space = createSpace(
  ['x', 'y', 'z'].map((name) => ({ name, type: 'float' as const, min: 0, max: 1 })),
  [],
);

function columns(options: object, budget = Infinity) {
  const { batches } = driveSampler({
    factory: lhs,
    options: lhs.options.parse(options),
    space,
    budget,
    evaluate: () => ({ status: 'complete', fitness: 0 }),
  });
  const sets = batches.flat().map(({ params }) => params);
  return ['x', 'y', 'z'].map((name) => sets.map((set) => Number(set[name])));
}

describe('lhs', () => {
  it('ask() fills every slice of every parameter exactly once', () => {
    for (const samples of [1, 2, 37, 250]) {
      for (const column of columns({ samples })) {
        const slices = column.map((value) => Math.floor(value * samples));
        expect(slices.toSorted((a, b) => a - b)).toEqual([...slices.keys()]);
      }
    }
  });

  it('ask() mixes the columns apart', () => {
    const [x = [], y = []] = columns({ samples: 500 });
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    const products = x.map((value, place) => (value - 0.5) * ((y[place] ?? 0) - 0.5));
    // Correlation of 500 independent points: standard error 0.045.
    expect(Math.abs(mean(products) * 12)).toBeLessThan(0.15);
  });

  it('ask() puts points in the middle of their slices where asked to', () => {
    for (const column of columns({ samples: 4, centred: true })) {
      expect(column.toSorted()).toEqual([0.125, 0.375, 0.625, 0.875]);
    }
  });

  it('ask() has the same design whatever the budget', () => {
    const [whole = []] = columns({ samples: 40 });
    const [part = []] = columns({ samples: 40 }, 11);
    expect(part).toEqual(whole.slice(0, 11));
  });

  it('ask() keeps points apart where asked to', () => {
    const closest = (options: object): number => {
      const rows = columns({ samples: 30, centred: true, ...options });
      const points = rows[0]!.map((_, n) => rows.map((column) => column[n]!));
      const distances = points.flatMap((a, n) =>
        points.slice(0, n).map((b) => Math.hypot(...a.map((x, i) => x - b[i]!))),
      );
      return Math.min(...distances);
    };
    expect(closest({ maximin: true })).toBeGreaterThan(1.2 * closest({}));
  });
});
