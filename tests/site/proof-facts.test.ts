import { describe, expect, test } from 'vitest';
import type { Verification } from '../../runner/domain/verification.ts';
import { decodeRecord } from '../../site/data/decode.ts';
import { proofsOf } from '../../site/data/proof-facts.ts';
import { aVerification } from '../fixtures/a-verification.ts';
import { evaluation, progressOf, recordOf } from '../runner/cli/recorded-run.ts';

const equal = aVerification();
const differs: Verification = {
  ...equal,
  equal: false,
  differences: [
    { metric: 'net_pnl', was: 3.4, is: 3.1 },
    { metric: 'trade_count', was: 4, is: null },
  ],
};
const best = evaluation({ fitness: 1.84 });
const baseline = { label: 'defaults', evaluation: evaluation({ id: 0, fitness: 0.92 }) };

describe('proofsOf()', () => {
  test('shows the gain and the repeat of the best', () => {
    expect(proofsOf(progressOf({ best, baseline, verified: [equal] }))).toEqual([
      { text: 'best 1.840 vs defaults 0.920 (+0.920)', kind: 'good' },
      { text: 'verified in a fresh process: equal', kind: 'good' },
    ]);
  });

  test('hides no difference, no failure and no loss', () => {
    const better = { ...baseline, evaluation: evaluation({ fitness: 2 }) };
    const failed = { ...equal, executor: 'docker', equal: false, error: 'no image' };
    const found = proofsOf(progressOf({ best, baseline: better, verified: [differs, failed] }));
    expect(found.map(({ kind }) => kind)).toEqual(['bad', 'bad', 'bad']);
    expect(found.map(({ text }) => text).join('\n')).toMatch(
      /\(−0\.160\)\ndiffers in a fresh process: .*3\.1.* vs 3\.4.* and 1 more\nfailed in a fresh container: no image/,
    );
  });

  test('says why a search that is over has no valid set, and nothing while it goes on', () => {
    const counts = { ...progressOf({}).counts, evaluations: 600, invalid: 599, failed: 1 };
    const fruitless = {
      missed: { min_trades: 396, net_profit: 599 },
      orderless: 0,
      failure: { id: 7, error: 'no bars' },
    };
    const none = { best: null, counts, fruitless };
    expect(proofsOf(progressOf({ ...none, state: 'complete' }))).toEqual([
      {
        text: 'no valid set; limits missed: net_profit by 599, min_trades by 396 of 600; 1 of 600 failed; the first (#7): no bars',
        kind: 'bad',
      },
    ]);
    expect(proofsOf(progressOf({ ...none, state: 'running' }))).toEqual([]);
  });

  test('says nothing of other evaluations, nor where there is no best', () => {
    const other = { ...equal, evaluation: 12 };
    expect(proofsOf(progressOf({ best, verified: [other] }))).toEqual([]);
    expect(proofsOf(progressOf({ baseline, verified: [equal] }))).toEqual([]);
  });
});

describe('decodeRecord()', () => {
  test('puts infinities back into what the best is compared with and how it was verified', () => {
    const wire = JSON.parse(
      JSON.stringify(
        recordOf({
          symbols: [
            progressOf({
              best,
              baseline: { label: 'defaults', evaluation: evaluation({ status: 'invalid' }) },
              verified: [differs],
            }),
          ],
        }),
      ).replace('"fitness":1.8412', '"fitness":"-Infinity"'),
    );
    const [symbol] = decodeRecord(wire).symbols;
    expect(symbol?.baseline?.evaluation.fitness).toBe(Number.NEGATIVE_INFINITY);
    expect(symbol?.verified).toEqual([differs]);
  });
});
