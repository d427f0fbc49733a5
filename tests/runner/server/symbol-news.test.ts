import { describe, expect, test } from 'vitest';
import { createRunBoard } from '../../../runner/server/run-board.ts';
import { createSymbolNews } from '../../../runner/server/symbol-news.ts';
import type { PointsEvent } from '../../../runner/server/views.ts';
import { fakeEvaluation, jobOf, newRecord } from '../daemon/fake-runner.ts';

const progress = newRecord(jobOf({})).symbols[0] as NonNullable<
  ReturnType<typeof newRecord>['symbols'][0]
>;
const board = async () => createRunBoard(['random']);

describe('createSymbolNews()', () => {
  test('hands over what is new, once', async () => {
    const news = createSymbolNews(progress);
    news.add([fakeEvaluation(2, { fitness: 5 }), fakeEvaluation(1, { fitness: 3 })]);
    news.add([fakeEvaluation(3, { fitness: 9, is_oos: true })]);
    news.bestChanged();
    expect(await news.take(progress, board)).toEqual([
      {
        event: 'points',
        data: {
          symbol: 'SPY',
          total: 0,
          points: [
            [1, 3, 0, 0],
            [2, 5, 0, 0],
          ],
          best: [[2, 5]],
        },
      },
      { event: 'best', data: { symbol: 'SPY' } },
    ]);
    expect(await news.take(progress, board)).toEqual([]);
  });

  test('tells how many there are where the record says so later than the evaluations came', async () => {
    const news = createSymbolNews(progress);
    news.add([fakeEvaluation(1), fakeEvaluation(2)]);
    const before = await news.take(progress, board);
    expect(before[0]).toMatchObject({ event: 'points', data: { total: 0 } });
    const now = { ...progress, counts: { ...progress.counts, evaluations: 2 } };
    expect(await news.take(now, board)).toEqual([
      { event: 'points', data: { symbol: 'SPY', total: 2, points: [], best: [] } },
    ]);
    expect(await news.take(now, board)).toEqual([]);
  });

  test('keeps little for a client that does not read', async () => {
    const news = createSymbolNews(progress);
    for (let id = 1; id <= 100_000; id++) news.add([fakeEvaluation(id, { fitness: id })]);
    const [message] = await news.take(progress, board);
    const data = message?.data as PointsEvent;
    expect(data.points).toHaveLength(2_000);
    expect(data.points.at(-1)?.[0]).toBe(100_000);
    expect(data.best.length).toBeLessThanOrEqual(400);
    expect(data.best.at(-1)).toEqual([100_000, 100_000]);
  });

  test('hands over no more points of a large search than are drawn, and how far it is', async () => {
    const news = createSymbolNews(progress);
    const counted = (evaluations: number) => ({
      ...progress,
      counts: { ...progress.counts, evaluations },
    });
    const batch = (from: number) =>
      Array.from({ length: 4_000 }, (_, at) => fakeEvaluation(from + at, { fitness: -from - at }));
    const told: PointsEvent[] = [];
    for (let done = 0; done < 400_000; done += 4_000) {
      news.add(batch(done + 1));
      const [message] = await news.take(counted(done + 4_000), board);
      told.push(message?.data as PointsEvent);
    }
    expect(told.at(-1)?.total).toBe(400_000);
    // Of 64 ids one is drawn then.
    expect(told.at(-1)?.points).toHaveLength(63);
    expect(told.flatMap(({ best }) => best)).toEqual([[1, -1]]);
    // What is not drawn moves the count on all the same.
    news.add([fakeEvaluation(400_001, { fitness: -1e9 })]);
    const [quiet] = await news.take(counted(400_001), board);
    expect(quiet).toMatchObject({ event: 'points', data: { total: 400_001, points: [] } });
  });
});
