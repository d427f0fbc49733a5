import { describe, expect, test } from 'vitest';
import type { Point, PointsView } from '../../runner/server/views.ts';
import { sparklinePath } from '../../site/charts/sparkline.ts';
import { backOff } from '../../site/data/event-stream.ts';
import { appendPoints, MOST_POINTS } from '../../site/data/points-buffer.ts';
import { pointsRange, quantile, scoreRange } from '../../site/data/score-range.ts';
import { stageSpans } from '../../site/data/stage-spans.ts';
import { stepCurve } from '../../site/data/step-curve.ts';
import { fc } from '../fixtures/seeded-fc.ts';

const EMPTY: PointsView = { total: 0, stages: ['explore', 'genetic'], points: [], best: [] };

describe('pointsRange()', () => {
  test('holds the best, which may not be among the points', () => {
    const points: readonly Point[] = [
      [1, 1, 0, 0],
      [9, 2, 0, 0],
    ];
    const [low, high] = pointsRange({
      points,
      best: [
        [1, 1],
        [5, 17.4],
      ],
    }) ?? [0, 0];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(17.4);
  });
});

describe('scoreRange()', () => {
  test('holds all scores where none is far off', () => {
    const [low, high] = scoreRange([1, 2, 3]) ?? [];
    expect(low).toBeCloseTo(0.9);
    expect(high).toBeCloseTo(3.1);
  });

  test('leaves disasters out at the bottom, and never the best', () => {
    const scores = [...Array.from({ length: 98 }, (_, n) => 1 + n / 98), -4000, 50];
    const [low, high] = scoreRange(scores) ?? [0, 0];
    expect(low).toBeGreaterThan(-10);
    expect(high).toBeGreaterThanOrEqual(50);
  });

  test('ignores what is invalid, and is null where nothing else is there', () => {
    expect(scoreRange([null, Number.NEGATIVE_INFINITY])).toBeNull();
    expect(scoreRange([])).toBeNull();
  });

  test('has a height, whatever the scores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }),
        (scores) => {
          const [low, high] = scoreRange(scores) ?? [0, 0];
          expect(high).toBeGreaterThan(low);
          expect(high).toBeGreaterThanOrEqual(Math.max(...scores));
        },
      ),
    );
  });

  test('quantile() interpolates as R does by default', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([5], 0.9)).toBe(5);
  });
});

describe('appendPoints()', () => {
  const point = (id: number): Point => [id, id / 10, 0, 0];

  test('adds what is new and drops what was fetched already', () => {
    const view = { ...EMPTY, total: 2, points: [point(1), point(2)], best: [[2, 0.2]] as const };
    const event = {
      symbol: 'SPY',
      total: 3,
      points: [point(2), point(3)],
      best: [
        [2, 0.2],
        [3, 0.3],
      ] as const,
    };
    const next = appendPoints(view, event);
    expect(next.points.map(([id]) => id)).toEqual([1, 2, 3]);
    expect(next.best).toEqual([
      [2, 0.2],
      [3, 0.3],
    ]);
    expect(next.total).toBe(3);
    expect(view.points).toHaveLength(2);
  });

  test('keeps marks as dense everywhere while a run grows, and all improvements', () => {
    let view: PointsView = { ...EMPTY, best: [[3, 0.3]] };
    for (let from = 1; from < 5 * MOST_POINTS; from += 500) {
      const points = Array.from({ length: 500 }, (_, n) => point(from + n));
      const total = from + 499;
      view = appendPoints(view, { symbol: 'SPY', total, points, best: [] });
      expect(view.points.length).toBeLessThanOrEqual(MOST_POINTS + 2);
    }
    const half = view.total / 2;
    const older = view.points.filter(([id]) => id <= half).length;
    expect(older / view.points.length).toBeCloseTo(0.5, 2);
    expect(view.points.some(([id]) => id === 3)).toBe(true);
  });
});

describe('curves', () => {
  test('stepCurve() carries the last best on to the last evaluation', () => {
    expect(
      stepCurve(
        [
          [3, 1],
          [7, 2],
        ],
        10,
      ),
    ).toEqual([
      [3, 7, 10],
      [1, 2, 2],
    ]);
    expect(stepCurve([[3, 1]], 3)).toEqual([[3], [1]]);
    expect(stepCurve([], 5)).toEqual([[], []]);
  });

  test('stageSpans() gives each stage its ids in the order of running', () => {
    const points: Point[] = [
      [1, 1, 0, 0],
      [5, null, 0, 1],
      [6, 1, 1, 0],
      [9, 2, 1, 0],
    ];
    expect(stageSpans({ ...EMPTY, points })).toEqual([
      { name: 'explore', stage: 0, from: 1, to: 5 },
      { name: 'genetic', stage: 1, from: 6, to: 9 },
    ]);
  });

  test('sparklinePath() stays in its box and is empty without a valid set', () => {
    expect(sparklinePath({ curve: [], lastId: 9 }, 100, 20)).toBe('');
    const path = sparklinePath(
      {
        curve: [
          [1, -5000],
          [4, 1],
          [5, 1.2],
          [6, 1.3],
          [7, 1.4],
        ],
        lastId: 10,
      },
      100,
      20,
    );
    expect(path).toMatch(/^M10\.0 20\.0H40\.0V/);
    const heights = [...path.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.max(...heights)).toBeLessThanOrEqual(20);
  });
});

test('backOff() doubles with each failure, up to a limit, and spreads', () => {
  expect(backOff(1, 0.5)).toBe(500);
  expect(backOff(3, 0.5)).toBe(2000);
  expect(backOff(50, 1)).toBe(18_750);
  expect(backOff(50, 0)).toBe(11_250);
});
