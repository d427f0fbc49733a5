import { describe, expect, test } from 'vitest';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createPruner } from '../../../runner/pipeline/pruners.ts';
import { createPruning, prunedWorth } from '../../../runner/pipeline/pruning.ts';
import { toldOf } from '../../../runner/pipeline/told-of.ts';
import { aPruning } from '../../fixtures/a-job.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const dates = { start: '2000-01-01', end: '2000-12-31' };
const settings = aPruning();

function told(status: Told['status'], ...standings: readonly number[]): Told {
  return { params: {}, status, fitness: 0, violations: {}, standings };
}

function aPruningOf(change: Parameters<typeof aPruning>[0] = {}) {
  return createPruning({ settings: aPruning(change), dates, onUnheard: () => {} });
}

describe('createPruner()', () => {
  test('looks at equal steps from the warm-up on, never at the end', () => {
    const sharesOf = (warmUp: number, interval: number) =>
      createPruner({ ...settings, warmUp, interval }).shares;
    expect(sharesOf(0.3, 0.1)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(sharesOf(0.5, 0.25)).toEqual([0.5, 0.75]);
    expect(sharesOf(0.9, 0.5)).toEqual([0.9]);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b) => {
          const shares = sharesOf(a, b);
          expect(shares.length).toBeGreaterThan(0);
          expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
          expect(shares).toEqual([...new Set(shares)].sort((x, y) => x - y));
        },
      ),
    );
  });

  test('halves successively: each rung is so many times as far, for one in so many', () => {
    const pruner = createPruner({ ...settings, pruner: 'successive_halving', warmUp: 0.1 });
    expect(pruner.shares).toEqual([0.1, 0.3, 0.9]);
    expect(pruner.least(Float64Array.of(0, 1, 2, 3, 4, 5, 6))).toBe(4);
    expect([told('pruned'), told('invalid'), told('failed')].map(pruner.counts)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('compares with complete ones alone, at the median or a percentile of them', () => {
    const standings = Float64Array.of(1, 2, 3, 4, 9);
    expect(createPruner({ ...settings, pruner: 'median' }).least(standings)).toBe(3);
    expect(createPruner({ ...settings, percentile: 25 }).least(standings)).toBe(2);
    expect(createPruner({ ...settings, percentile: 90 }).least(standings)).toBe(7);
    const { counts } = createPruner(settings);
    expect([told('complete'), told('pruned'), told('invalid')].map(counts)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('createPruning()', () => {
  test('places its milestones by the days, the last one counted whole', () => {
    const { current, shares } = aPruningOf({ warmUp: 0.5, interval: 0.25 });
    expect(shares).toEqual([0.5, 0.75]);
    expect(current.at.map((at) => new Date(at).toISOString())).toEqual([
      '2000-07-02T00:00:00.000Z',
      '2000-10-01T12:00:00.000Z',
    ]);
  });

  test('gives nothing up before there are enough to compare with, at each milestone on its own', () => {
    const pruning = aPruningOf({ startup: 3, warmUp: 0.5, interval: 0.25, pruner: 'median' });
    pruning.observe([told('complete', 1, 10), told('complete', 2), told('pruned', -9)]);
    expect(pruning.current.below).toEqual([null, null]);
    pruning.observe([told('complete', 3, 30)]);
    expect(pruning.current.below).toEqual([2, null]);
    pruning.observe([told('complete', 4, 20)]);
    expect(pruning.current.below).toEqual([2.5, 20]);
  });

  test('says how it stood before the last batch, also where that changed nothing', () => {
    const pruning = aPruningOf({ startup: 2, warmUp: 0.5, interval: 0.5, pruner: 'median' });
    pruning.observe([told('complete', 1), told('complete', 3)]);
    expect([pruning.previous.below, pruning.current.below]).toEqual([[null], [2]]);
    pruning.observe([]);
    expect([pruning.previous.below, pruning.current.below]).toEqual([[2], [2]]);
    pruning.observe([told('complete', 5)]);
    pruning.begin();
    expect([pruning.previous.below, pruning.current.below]).toEqual([[3], [3]]);
  });

  test('compares with the latest thousand', () => {
    const pruning = aPruningOf({ startup: 2, warmUp: 0.5, interval: 0.5, pruner: 'median' });
    pruning.observe(Array.from({ length: 3_000 }, (_, n) => told('complete', n)));
    expect(pruning.current.below).toEqual([2_499.5]);
  });

  test('tells once of backtests that say nothing', () => {
    let heard = 0;
    const pruning = createPruning({ settings, dates, onUnheard: () => heard++ });
    pruning.unheard();
    pruning.unheard();
    expect(heard).toBe(1);
  });
});

test('toldOf() ranks pruned sets for samplers, and leaves all others as they are', () => {
  const line = { ...told('pruned', 3, -7), fitness: -Infinity };
  expect(toldOf(line).fitness).toBe(prunedWorth([3, -7]));
  expect(toldOf(toldOf(line))).toEqual(toldOf(line));
  expect(toldOf(told('complete', 3, 7))).toEqual(told('complete', 3, 7));
});

test('prunedWorth() puts those that came further first, then those that stood better', () => {
  const worst = [[-90], [5], [5, -900], [5, -1], [5, 0], [5, 900], [1, 1, -50]];
  expect(worst.map(prunedWorth)).toEqual(worst.map(prunedWorth).toSorted((a, b) => a - b));
});
