import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { chooseIds, metricsAsked } from '../../../runner/report/chosen-rows.ts';
import { askedOf, constraintMisses } from '../../../runner/report/constraint-misses.ts';
import { hypervolumeCourse } from '../../../runner/report/hypervolume-course.ts';
import { evaluationCursor } from '../../../runner/report/search-cursor.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

const space = createSpace([{ name: 'fast', type: 'int', min: 1, max: 100 }], []);
const cursorOf = (evaluations: readonly Evaluation[], metrics: readonly string[]) =>
  evaluationCursor(evaluations, space, metrics);

describe('chooseIds()', () => {
  const evaluations = Array.from({ length: 100 }, (_, index) =>
    anEvaluation({
      id: index + 1,
      params: { fast: index + 1 },
      fitness: index % 10 === 0 ? Number.NEGATIVE_INFINITY : (index * 37) % 100,
      status: index % 10 === 0 ? 'invalid' : 'complete',
      net_pnl: -index,
    }),
  );

  test('counts what lies within all ranges, and ranks the valid ones', () => {
    const question = {
      where: [
        { key: 'p fast', low: 11, high: 40 },
        { key: 'm net_pnl', low: -30, high: 0 },
      ],
      by: 'fitness',
      order: 'most',
      most: 3,
    } as const;
    expect(metricsAsked(question)).toEqual(['net_pnl']);
    const found = chooseIds(cursorOf(evaluations, ['net_pnl']), question);
    const within = evaluations.slice(10, 31);
    expect(found).toMatchObject({ evaluations: 100, chosen: within.length });
    const valid = within.filter(({ status }) => status === 'complete');
    expect(found.valid).toBe(valid.length);
    expect(found.ids).toEqual(
      valid
        .toSorted((a, b) => b.fitness - a.fitness)
        .slice(0, 3)
        .map(({ id }) => id),
    );
    const fitness = valid.map((one) => one.fitness).toSorted((a, b) => a - b);
    expect(found.quantiles.at(0)).toBe(fitness.at(0));
    expect(found.quantiles.at(-1)).toBe(fitness.at(-1));
  });

  test('ranks by any number, either way, the older of equals first', () => {
    const ask = (by: string, order: 'most' | 'least') =>
      chooseIds(cursorOf(evaluations, ['net_pnl']), { where: [], by, order, most: 2 }).ids;
    expect(ask('m net_pnl', 'most')).toEqual([2, 3]);
    expect(ask('m net_pnl', 'least')).toEqual([100, 99]);
    expect(ask('p fast', 'most')).toEqual([100, 99]);
    expect(ask('id', 'least')).toEqual([2, 3]);
    expect(ask('ms', 'most')).toEqual([2, 3]);
    expect(ask('p nothing', 'most')).toEqual([]);
  });
});

describe('constraintMisses()', () => {
  test('tells of each constraint and limit what misses it, and by how much', () => {
    const asked = askedOf({
      constraints: [{ metric: 'max_drawdown', operator: '<=', value: 20 }],
      fitness: { name: 'calmar', options: { min_trades: 10, min_profit_factor: 0 } },
    });
    expect(asked.map(({ metric, isLimit }) => [metric, isLimit])).toEqual([
      ['max_drawdown', false],
      ['trade_count', true],
    ]);
    const evaluations = [
      anEvaluation({ id: 1, max_drawdown: 10, trade_count: 20 }),
      anEvaluation({ id: 2, max_drawdown: 25, trade_count: 20, status: 'invalid' }),
      anEvaluation({ id: 3, max_drawdown: 40, trade_count: 4, status: 'invalid' }),
      anEvaluation({ id: 4, max_drawdown: 99, trade_count: 0, status: 'failed' }),
    ];
    const found = constraintMisses(cursorOf(evaluations, ['max_drawdown', 'trade_count']), asked);
    expect(found).toMatchObject({ evaluations: 4, missed: 2 });
    const [drawdown, trades] = found.constraints;
    expect(drawdown).toMatchObject({ measured: 3, missed: 2, alone: 1, worst_miss: 20 });
    expect(trades).toMatchObject({ measured: 3, missed: 1, alone: 0, median_miss: 6 });
    expect(drawdown).toMatchObject({ low: 10, high: 40 });
    expect(drawdown?.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});

test('hypervolumeCourse() grows to the share of the box that the last front dominates', () => {
  const objectives = [
    { metric: 'net_pnl', direction: 'maximize' },
    { metric: 'max_drawdown', direction: 'minimize' },
  ] as const;
  const at = (id: number, net_pnl: number, max_drawdown: number, change = {}) =>
    anEvaluation({ id, net_pnl, max_drawdown, ...change });
  const evaluations = [
    at(1, 0, 10),
    at(2, 10, 20),
    at(3, 5, 10),
    at(4, 99, 1, { status: 'invalid' }),
    at(5, 5, 15),
    at(6, 4, 0),
  ];
  const found = hypervolumeCourse(cursorOf(evaluations, ['net_pnl', 'max_drawdown']), objectives);
  // The box is 0 to 10 by 20 to 0. Its fronts: (0, 10); with (10, 20); (5, 10) instead of (0, 10).
  expect(found).toMatchObject({ evaluations: 6, front: 3, reference: [0, 20], ideal: [10, 0] });
  expect(found.curve).toEqual([
    [1, 0],
    [2, 0],
    [3, 0.25],
    [6, 0.45],
  ]);
});
