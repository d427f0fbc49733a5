import { describe, expect, test } from 'vitest';
import { lineStyle } from '../../site/charts/line-style.ts';
import { compareLines } from '../../site/data/compare-lines.ts';
import type { LoadedRun } from '../../site/data/compare-row.ts';
import { logTicks } from '../../site/data/log-ticks.ts';
import { normalised, overlayColumns } from '../../site/data/overlay-columns.ts';
import { fc } from '../fixtures/seeded-fc.ts';
import { compared, OPTIONS } from './compared.ts';

describe('lines', () => {
  test('compareLines() carries a best on to the end of its run', () => {
    const { bests, equities } = compareLines([compared({})], new Set(), 'evaluations');
    expect(bests[0]?.points.at(-1)?.[0]).toBe(300);
    expect(equities[0]?.points[0]?.[1]).toBe(100);
    expect(compareLines([compared({})], new Set([OPTIONS.id]), 'evaluations').bests).toEqual([]);
  });

  test('compareLines() goes on from the course with what a living run has found since', () => {
    const run = compared({});
    const course = {
      evaluations: 100,
      valid: 90,
      seconds: 12,
      byEvaluations: [[3, 0.5]] as const,
      bySeconds: [[0.4, 0.5]] as const,
      quantiles: [0.1, 0.2, 0.5],
    };
    const { bests, shares } = compareLines([{ ...run, course }], new Set(), 'evaluations');
    const later = run.choice?.progress.curve.filter(([number]) => number > 100) ?? [];
    const points = bests[0]?.points ?? [];
    expect(points.slice(0, 1 + later.length)).toEqual([[3, 0.5], ...later]);
    expect(points.at(-1)?.[0]).toBe(300);
    expect(shares[0]?.points).toEqual([
      [0.1, 0],
      [0.2, 50],
      [0.5, 100],
    ]);
    const seconds = compareLines([{ ...run, course }], new Set(), 'seconds').bests[0]?.points;
    expect(seconds).toEqual([
      [0.4, 0.5],
      [12, 0.5],
    ]);
  });

  test('compareLines() draws no fitness beside another, but every equity', () => {
    const [first, second] = [compared({}), compared({ id: '20260101_000001' }, 1)];
    const job = { ...second.job, fitness: { name: 'sharpe', options: {} } };
    const lines = compareLines([first, { ...second, job }], new Set(), 'evaluations');
    expect([lines.bests, lines.shares, lines.equities].map(({ length }) => length)).toEqual([
      1, 1, 3,
    ]);
  });

  test('compareLines() draws each benchmark once, from the same start', () => {
    const withPrice = (position: number): LoadedRun => {
      const run = compared({ id: `2026010${position + 1}_000000` }, position);
      const benchmark = [
        [-86_400, 0],
        [0, 50],
        [86_400, 75],
      ] as const;
      return { ...run, best: { ...run.best!, benchmark } };
    };
    const { equities } = compareLines([withPrice(0), withPrice(1)], new Set(), 'evaluations');
    const references = equities.filter(({ reference }) => reference);
    expect(references.map(({ points }) => points)).toEqual([
      [
        [0, 100],
        [86_400, 150],
      ],
    ]);
    expect(equities).toHaveLength(3);
  });

  test('compareLines() takes the benchmark of a result over the name that its job has for it', () => {
    const withEnd = (position: number, end: number): LoadedRun => {
      const run = compared(
        { id: `2026010${position + 1}_000000`, name: `run ${position}` },
        position,
      );
      return {
        ...run,
        best: {
          ...run.best!,
          benchmark: [
            [0, 50],
            [86_400, end],
          ],
        },
      };
    };
    const runs = [withEnd(0, 75), withEnd(1, 75.01), withEnd(2, 40)];
    const { equities } = compareLines(runs, new Set(), 'evaluations');
    const references = equities.filter(({ reference }) => reference);
    expect(references.map(({ name }) => name)).toEqual(['Benchmark SPY', 'Benchmark of run 2']);
    expect(references[1]?.points).toEqual([
      [0, 100],
      [86_400, 80],
    ]);
  });

  test('compareLines() tells runs of the same name apart', () => {
    const runs = [compared({}), compared({ id: '20260101_000001' }, 1)];
    const names = compareLines(runs, new Set(), 'evaluations').bests.map(({ name }) => name);
    expect(names).toEqual(['spy (20260101_000000)', 'spy (20260101_000001)']);
  });

  test('overlayColumns() keeps a value until the next, and none outside of a line', () => {
    expect(
      overlayColumns([
        [
          [1, 10],
          [3, 30],
        ],
        [
          [2, 5],
          [4, 6],
        ],
      ]),
    ).toEqual([
      [1, 2, 3, 4],
      [10, 10, 30, null],
      [null, 5, 5, 6],
    ]);
  });

  test('normalised() starts at 100, and has nothing of an account without money', () => {
    expect(
      normalised([
        [1, 50],
        [2, 75],
      ]),
    ).toEqual([
      [1, 100],
      [2, 150],
    ]);
    expect(normalised([[1, 0]])).toEqual([]);
    expect(normalised([])).toEqual([]);
  });

  test('lineStyle() gives twenty runs lines of their own', () => {
    const styles = Array.from({ length: 20 }, (_, position) => JSON.stringify(lineStyle(position)));
    expect(new Set(styles).size).toBe(20);
  });

  test('logTicks() are inside, ascending and few, whatever the range', () => {
    const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1.001, max: 1e6, noNaN: true }), (low, factor) => {
        const ticks = logTicks(low, low * factor, 8);
        expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
        expect(ticks.every((tick) => tick >= low && tick <= low * factor)).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(16);
      }),
    );
    expect(logTicks(80, 420, 6)).toEqual([100, 150, 200, 300]);
    expect(logTicks(0, 10, 5)).toEqual([]);
  });
});
