import { describe, expect, it } from 'vitest';
import { createSpace } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import {
  MOST_SOBOL_DIMENSIONS,
  scramble,
  sobolWord,
} from '../../../runner/samplers/sobol-sequence.ts';
import { driveSampler } from '../../contracts/drive-sampler.ts';

function columns(name: 'sobol' | 'halton', dimensions: number, samples: number): number[][] {
  const names = Array.from({ length: dimensions }, (_, n) => `x${n}`);
  const factory = samplers[name];
  const { batches } = driveSampler({
    factory,
    options: factory.options.parse({ samples }),
    space: createSpace(
      names.map((name) => ({ name, type: 'float' as const, min: 0, max: 1 })),
      [],
    ),
    evaluate: () => ({ status: 'complete', fitness: 0 }),
  });
  const sets = batches.flat().map(({ params }) => params);
  return names.map((name) => sets.map((set) => Number(set[name])));
}

/** The largest distance of the share of points below x from x itself. */
function unevenness(column: readonly number[]): number {
  const sorted = column.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((x, place) => Math.abs(x - (place + 0.5) / sorted.length)));
}

describe('sobolWord()', () => {
  it('gives the first points of the published sequence', () => {
    const points = Array.from({ length: 8 }, (_, n) =>
      [0, 1, 2].map((d) => sobolWord(n, d) / 2 ** 32),
    );
    expect(points).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
    ]);
  });

  it('puts one of 2^k points in each slice, scrambled too, in all dimensions', () => {
    for (let dimension = 0; dimension < MOST_SOBOL_DIMENSIONS; dimension++) {
      for (const seed of [undefined, 12345, 0xfedcba98]) {
        const words = Array.from({ length: 256 }, (_, n) => sobolWord(n, dimension));
        const used = seed === undefined ? words : words.map((word) => scramble(word, seed));
        expect(new Set(used.map((word) => word >>> 24)).size).toBe(256);
      }
    }
  });

  it('keeps the first two dimensions a net in every elementary box', () => {
    for (const [a, b] of [
      [1, 7],
      [4, 4],
      [6, 2],
    ] as const) {
      const boxes = Array.from(
        { length: 256 },
        (_, n) =>
          (scramble(sobolWord(n, 0), 77) >>> (32 - a)) * 2 ** b +
          (scramble(sobolWord(n, 1), 78) >>> (32 - b)),
      );
      expect(new Set(boxes).size).toBe(256);
    }
  });
});

describe('sobol and halton', () => {
  it('ask() fills every axis far more evenly than random points', () => {
    for (const column of columns('sobol', 21, 256)) {
      expect(unevenness(column)).toBeLessThan(1 / 256);
    }
    // Random points are off by 0.05 in the mean; a base of 73 has seen but 3 of its rounds here.
    for (const column of columns('halton', 21, 256)) expect(unevenness(column)).toBeLessThan(0.05);
    for (const column of columns('halton', 3, 256)) expect(unevenness(column)).toBeLessThan(0.02);
  });

  it('ask() goes on beyond the dimensions of the table', () => {
    expect(
      columns('sobol', MOST_SOBOL_DIMENSIONS + 3, 64)
        .flat()
        .every(Number.isFinite),
    ).toBe(true);
  });
});
