import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../runner/domain/executor.ts';
import type { Constraint } from '../../../runner/domain/job.ts';
import type { Metrics } from '../../../runner/domain/metrics.ts';
import { createScorer } from '../../../runner/pipeline/score.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';

const choice = { name: 'net_profit', options: {} };

function complete(metrics: Metrics): Outcome {
  return { id: 1, slot: 0, attempt: 1, ms: 1, status: 'complete', metrics };
}

function scoreWith(constraints: readonly Constraint[], metrics: Metrics) {
  return createScorer(choice, constraints, { fitnesses: testFitnesses })(complete(metrics));
}

describe('createScorer()', () => {
  test('puts the headline metrics first and the rest below', () => {
    const score = scoreWith([], { net_pnl: 5, beta: 0.3, trade_count: 7 });
    expect(score).toMatchObject({
      status: 'complete',
      fitness: 5,
      headline: { net_pnl: 5, trade_count: 7 },
      metrics: { beta: 0.3 },
    });
  });

  test('rounds the fitness to 10 significant digits', () => {
    expect(scoreWith([], { net_pnl: 0.1 + 0.2 }).fitness).toBe(0.3);
    expect(scoreWith([], { net_pnl: 123456789.123456 }).fitness).toBe(123456789.1);
  });

  describe('with several objectives', () => {
    const objectives = [
      { metric: 'net_pnl', direction: 'maximize' },
      { metric: 'max_drawdown', direction: 'minimize' },
    ] as const;
    const score = (metrics: Metrics) =>
      createScorer(choice, [], { fitnesses: testFitnesses, objectives })(complete(metrics));

    test('keeps the value of each, more always better, beside the fitness', () => {
      expect(score({ net_pnl: 5, max_drawdown: 12.5 })).toMatchObject({
        status: 'complete',
        fitness: 5,
        objectives: [5, -12.5],
      });
    });

    test.each([undefined, Infinity])('a set with an objective of %s is invalid', (value) => {
      const metrics = { net_pnl: 5, ...(value !== undefined && { max_drawdown: value }) };
      const found = score(metrics);
      expect(found).toMatchObject({
        status: 'invalid',
        fitness: -Infinity,
        violations: { max_drawdown: Infinity },
      });
      expect(found).not.toHaveProperty('objectives');
    });
  });

  test('a failed backtest is failed, its fitness −∞, its error kept', () => {
    const failed: Outcome = {
      id: 1,
      slot: 0,
      attempt: 3,
      ms: 1,
      status: 'failed',
      error: 'no data',
      retriable: false,
    };
    expect(createScorer(choice, [], { fitnesses: testFitnesses })(failed)).toEqual({
      status: 'failed',
      fitness: -Infinity,
      headline: {},
      metrics: {},
      violations: {},
      error: 'no data',
    });
  });

  test.each<[Constraint, number | undefined, number]>([
    [{ metric: 'x', operator: '<', value: 5 }, 5, Number.MIN_VALUE],
    [{ metric: 'x', operator: '<=', value: 5 }, 7, 2],
    [{ metric: 'x', operator: '>', value: 5 }, 5, Number.MIN_VALUE],
    [{ metric: 'x', operator: '>=', value: 5 }, 2, 3],
    [{ metric: 'x', operator: '==', value: 5 }, 4, 1],
    [{ metric: 'x', operator: '!=', value: 5 }, 5, Number.MIN_VALUE],
    [{ metric: 'x', operator: '<=', value: 5 }, undefined, Infinity],
  ])('%j with %s is missed by %s', (constraint, found, amount) => {
    const metrics = found === undefined ? { net_pnl: 1 } : { net_pnl: 1, x: found };
    const score = scoreWith([constraint], metrics);
    expect(score).toMatchObject({ status: 'invalid', fitness: -Infinity });
    expect(Object.values(score.violations)).toEqual([amount]);
  });

  test.each<[Constraint, number]>([
    [{ metric: 'x', operator: '<', value: 5 }, 4],
    [{ metric: 'x', operator: '<=', value: 5 }, 5],
    [{ metric: 'x', operator: '>', value: 5 }, 6],
    [{ metric: 'x', operator: '>=', value: 5 }, 5],
    [{ metric: 'x', operator: '==', value: 5 }, 5],
    [{ metric: 'x', operator: '!=', value: 5 }, 4],
  ])('%j holds with %s', (constraint, found) => {
    expect(scoreWith([constraint], { net_pnl: 1, x: found })).toMatchObject({
      status: 'complete',
      violations: {},
    });
  });

  test('a metric that is no number is left out', () => {
    expect(scoreWith([], { net_pnl: 1, alpha: Number.NaN }).metrics).toEqual({});
  });
});
