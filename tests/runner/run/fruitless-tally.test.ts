import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { FruitlessTally } from '../../../runner/run/fruitless-tally.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

const valid = anEvaluation({ id: 1 });
const orderless = anEvaluation({
  id: 2,
  status: 'invalid',
  trade_count: 0,
  violations: { min_trades: 10, min_profit_factor: 1 },
});
const failed = (id: number): Evaluation =>
  anEvaluation({ id, status: 'failed', error: `no ${id}\n   at Strategy.Initialize()` });

function tallied(...evaluations: readonly Evaluation[]): FruitlessTally {
  const tally = new FruitlessTally(undefined);
  for (const evaluation of evaluations) tally.add(evaluation);
  return tally;
}

describe('FruitlessTally', () => {
  test('has nothing to say where every set was valid', () => {
    expect(tallied(valid).state).toBeUndefined();
  });

  test('counts missed limits and backtests without orders, and keeps what went wrong first', () => {
    expect(tallied(failed(9), valid, orderless, failed(4), failed(7)).state).toEqual({
      missed: { min_trades: 1, min_profit_factor: 1 },
      orderless: 1,
      failure: { id: 4, error: 'no 4' },
    });
  });

  test('merge() comes to the same as adding all to one', () => {
    const parts = [[failed(9), orderless], [valid], [failed(4), orderless]];
    const merged = new FruitlessTally(undefined);
    for (const part of parts) merged.merge(tallied(...part).state ?? NOTHING);
    expect(merged.state).toEqual(tallied(...parts.flat()).state);
    expect(new FruitlessTally(merged.state).state).toEqual(merged.state);
  });

  test('keeps a message short', () => {
    const { state } = tallied(anEvaluation({ id: 1, status: 'failed', error: 'x'.repeat(1e5) }));
    expect(state?.failure?.error.length).toBeLessThan(400);
  });
});

const NOTHING = { missed: {}, orderless: 0, failure: null };
