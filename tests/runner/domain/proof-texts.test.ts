import { describe, expect, test } from 'vitest';
import { gainText } from '../../../runner/domain/gain-text.ts';
import type { Verification } from '../../../runner/domain/verification.ts';
import { verificationText } from '../../../runner/domain/verification-text.ts';
import { aVerification } from '../../fixtures/a-verification.ts';
import { evaluation } from '../cli/recorded-run.ts';

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

describe('gainText()', () => {
  test('says how much better the best is, or why there is nothing to compare with', () => {
    expect(gainText(best, baseline)).toBe('best 1.84 vs defaults 0.92 (+0.92)');
    const invalid = evaluation({ status: 'invalid', violations: { min_trades: 3 } });
    expect(gainText(best, { label: 'live.yaml', evaluation: invalid })).toBe(
      'best 1.84 vs live.yaml, which is invalid (min_trades)',
    );
    expect(gainText(best, { label: 'given', evaluation: evaluation({ status: 'failed' }) })).toBe(
      'best 1.84 vs given, which failed',
    );
    expect(gainText(best, undefined)).toBeNull();
  });
});

describe('verificationText()', () => {
  test('says where, and what came out otherwise', () => {
    expect(verificationText(equal)).toBe('in a fresh process: equal');
    expect(verificationText(differs)).toBe(
      'in a fresh process: differs: net_pnl 3.1, was 3.4; trade_count missing, was 4',
    );
    const lean = { ...equal, executor: 'docker', engine: 'lean', kind: 'other engine' } as const;
    expect(verificationText(lean)).toBe('on LEAN (docker): the same, as far as engines agree');
    expect(verificationText({ ...equal, equal: false, error: 'it hung' })).toBe(
      'in a fresh process: failed: it hung',
    );
  });
});
