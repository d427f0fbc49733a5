import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { evaluationCursor } from '../../../runner/report/search-cursor.ts';
import { slotCourse } from '../../../runner/report/slot-course.ts';
import { slotTimeline } from '../../../runner/report/slot-timeline.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { fc } from '../../fixtures/seeded-fc.ts';

const space = createSpace([{ name: 'fast', type: 'int', min: 1, max: 9 }], []);
const START = Date.UTC(2026, 10, 21, 10);

interface Row {
  readonly slot: number;
  /** Seconds since the start. */
  readonly end: number;
  readonly ms: number;
  readonly status?: Evaluation['status'];
  readonly stage?: string;
}

function cursorOf(rows: readonly Row[]) {
  const evaluations = rows.map(({ slot, end, ms, status = 'complete', stage = 'lhs' }, index) =>
    anEvaluation({
      id: index + 1,
      slot,
      ms,
      status,
      stage,
      at: new Date(START + end * 1000).toISOString(),
    }),
  );
  return evaluationCursor(evaluations, space, []);
}

const each = { most: 1_000, bins: 10 };

describe('slotTimeline()', () => {
  test('lays evaluations that came back together one after the other', () => {
    const found = slotTimeline(
      cursorOf([
        { slot: 1, end: 3, ms: 1000 },
        { slot: 1, end: 3, ms: 2000 },
        { slot: 2, end: 2, ms: 500 },
      ]),
      each,
    );
    expect(found).toMatchObject({ evaluations: 3, seconds: 3, slots: [1, 2], pauses: [] });
    expect(found.busy).toEqual([1, 0.167]);
    const rows = found.each?.id.map((id, row) => [id, found.each?.from[row], found.each?.to[row]]);
    expect(rows?.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
      [1, 0, 1],
      [2, 1, 3],
      [3, 1.5, 2],
    ]);
  });

  test('cuts out the time in which a run stood still, and says where', () => {
    const found = slotTimeline(
      cursorOf([
        { slot: 1, end: 1, ms: 1000 },
        { slot: 2, end: 2, ms: 1000 },
        { slot: 1, end: 3603, ms: 1000 },
      ]),
      each,
    );
    expect(found.seconds).toBe(3);
    expect(found.pauses).toEqual([[2, 3600]]);
    expect(found.each?.from).toEqual([0, 1, 2]);
  });

  test('a backtest that was under way leaves no pause', () => {
    const found = slotTimeline(
      cursorOf([
        { slot: 1, end: 1, ms: 1000 },
        { slot: 2, end: 100, ms: 100_000 },
      ]),
      each,
    );
    expect(found).toMatchObject({ seconds: 100, pauses: [] });
  });

  test('names failures, and bins what is more than can be told one by one', () => {
    const rows = Array.from(
      { length: 100 },
      (_, index): Row => ({
        slot: 1,
        end: index + 1,
        ms: index < 50 ? 1000 : 500,
        stage: index < 50 ? 'lhs' : 'tpe',
        status: index === 70 ? 'failed' : 'complete',
      }),
    );
    const found = slotTimeline(cursorOf(rows), { most: 99, bins: 10 });
    expect(found.each).toBeNull();
    expect(found.bins?.busy).toEqual([1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(found.bins?.stage).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(found).toMatchObject({ failed: 1, failures: [[0, 71, 71]] });
  });

  test('of nothing there is nothing', () => {
    expect(slotTimeline(cursorOf([]), each)).toMatchObject({
      evaluations: 0,
      seconds: 0,
      slots: [],
      busy: [],
    });
  });
});

test('slotCourse() has no two backtests of a slot at once, each as long as it took', () => {
  const row = fc.record({
    slot: fc.integer({ min: 1, max: 4 }),
    end: fc.integer({ min: 0, max: 500 }),
    ms: fc.integer({ min: 0, max: 30_000 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const course = slotCourse(cursorOf(rows));
      for (const own of course.slots.keys()) {
        const places = [...course.ids.keys()].filter((place) => course.slot[place] === own);
        for (const [nth, place] of places.entries()) {
          const [from = 0, to = 0] = [course.from[place], course.to[place]];
          const { ms = -1 } = rows[(course.ids[place] ?? 0) - 1] ?? {};
          expect(to - from).toBeCloseTo(ms, 3);
          expect(from).toBeGreaterThanOrEqual(-1e-6);
          expect(to).toBeLessThanOrEqual(course.length + 1e-6);
          const before = places[nth - 1];
          if (before !== undefined) {
            expect(from).toBeGreaterThanOrEqual((course.to[before] ?? 0) - 1e-6);
          }
        }
      }
    }),
  );
});
