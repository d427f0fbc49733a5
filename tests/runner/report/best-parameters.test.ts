import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { bestParameters } from '../../../runner/report/best-parameters.ts';
import type { Choice } from '../../../runner/report/choice.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const space = {
  parameters: [
    { name: 'fast', type: 'int', min: 0, max: 999 },
    { name: 'slow', type: 'int', min: 0, max: 999 },
  ],
  rules: [],
} as const;

/** Every fifth is invalid; the best fitness is in the middle. */
function evaluations(count: number): Evaluation[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const isValid = id % 5 !== 0;
    return anEvaluation({
      id,
      params: { fast: index % 1000, slow: Math.floor(index / 1000) },
      status: isValid ? 'complete' : 'invalid',
      fitness: isValid ? -Math.abs(id - count / 2) : Number.NEGATIVE_INFINITY,
      max_drawdown: 1 + (id % 97),
      metrics: id % 3 === 0 ? { sharpe_ratio: id % 1009 } : {},
    });
  });
}

const small = evaluations(1_201);
let run: StoredRun;
beforeAll(async () => {
  run = await storeRun(
    folder.path,
    {
      SPY: { evaluations: small },
      IBM: { evaluations: small.slice(0, 50).toReversed() },
    },
    { job: space },
  );
});

const ids = async (choice: Choice, of = run): Promise<string[]> => {
  const { sets } = await bestParameters(of.store, of, choice);
  return sets.map(({ symbol, rank, evaluation }) => `${symbol} ${rank}. ${evaluation.id}`);
};

describe('bestParameters()', () => {
  test('the best of every search, by fitness, the older of equals first', async () => {
    expect(await ids({})).toEqual(['SPY 1. 601', 'IBM 1. 49']);
    // 600 is invalid, and 599 is as far from the middle as 602.
    expect(await ids({ symbol: 'spy', top: 4 })).toEqual([
      'SPY 1. 601',
      'SPY 2. 599',
      'SPY 3. 602',
      'SPY 4. 598',
    ]);
    const best = await bestParameters(run.store, run);
    expect(best.space.parameters.map(({ name }) => name)).toEqual(['fast', 'slow']);
    expect(best.sets[0]?.evaluation).toEqual(small[600]);
  });

  test('by a metric, least first where less is better, or as asked', async () => {
    const valid = small.filter(({ status }) => status === 'complete');
    const byHand = valid.toSorted(
      (a, b) => (a.max_drawdown ?? 0) - (b.max_drawdown ?? 0) || a.id - b.id,
    );
    const wanted = byHand.slice(0, 3).map(({ id }, index) => `SPY ${index + 1}. ${id}`);
    expect(await ids({ symbol: 'SPY', by: 'max_drawdown', top: 3 })).toEqual(wanted);
    const [deepest] = await ids({ symbol: 'SPY', by: 'max_drawdown', ascending: false });
    expect(deepest).toBe('SPY 1. 96');
    // Sets without the metric are left out.
    expect(await ids({ symbol: 'IBM', by: 'sharpe_ratio' })).toEqual(['IBM 1. 48']);
  });

  test('one evaluation, valid or not', async () => {
    expect(await ids({ symbol: 'SPY', evaluation: 10 })).toEqual(['SPY 1. 10']);
    // Where no search is named, those that have it.
    expect(await ids({ evaluation: 777 })).toEqual(['SPY 1. 777']);
  });

  test.each<[Choice, string]>([
    [{ symbol: 'AAPL' }, 'one of SPY, IBM'],
    [{ by: 'sharp_ratio' }, 'did you mean "sharpe_ratio"'],
    [{ evaluation: 5_000 }, '#5000'],
  ])('refuses %j', async (choice, text) => {
    await expect(bestParameters(run.store, run, choice)).rejects.toThrow(text);
  });

  test('finds nothing where no set is valid', async () => {
    const invalid = small.filter(({ status }) => status === 'invalid');
    const other = await storeRun(folder.path, { SPY: { evaluations: invalid } }, { job: space });
    await expect(bestParameters(other.store, other)).rejects.toThrow('a valid set, found none');
  });

  test('reads very many by their columns and chooses the same', async () => {
    const many = evaluations(100_400);
    const large = await storeRun(folder.path, { SPY: { evaluations: many } }, { job: space });
    expect(await ids({ top: 2 }, large)).toEqual(['SPY 1. 50199', 'SPY 2. 50201']);
    const { sets } = await bestParameters(large.store, large, { by: 'sharpe_ratio', top: 2 });
    const byHand = many
      .filter(({ status, metrics }) => status === 'complete' && 'sharpe_ratio' in metrics)
      .sort(
        (a, b) =>
          (b.metrics['sharpe_ratio'] ?? 0) - (a.metrics['sharpe_ratio'] ?? 0) || a.id - b.id,
      );
    expect(sets.map(({ evaluation }) => evaluation)).toEqual(byHand.slice(0, 2));
    expect(await ids({ evaluation: 99_999 }, large)).toEqual(['SPY 1. 99999']);
    await expect(ids({ evaluation: 200_000 }, large)).rejects.toThrow('#200000');
    await expect(ids({ by: 'nothing' }, large)).rejects.toThrow('a metric that was measured');
  });
});
