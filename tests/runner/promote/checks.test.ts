import { describe, expect, test } from 'vitest';
import type { Verification } from '../../../runner/domain/verification.ts';
import { checkSet, type StagedSet } from '../../../runner/promote/checks.ts';
import { aVerification } from '../../fixtures/a-verification.ts';
import { evaluation, jobOf, progressOf, recordOf } from '../cli/recorded-run.ts';
import { aCandidate } from './a-candidate.ts';

const verified = aVerification();

/** A set that nothing speaks against, but for the change. */
function aSet(change: Partial<StagedSet> = {}): StagedSet {
  const best = change.evaluation ?? evaluation();
  const baseline = { label: 'defaults', evaluation: evaluation({ id: 0, fitness: 0.9 }) };
  return {
    record: recordOf({ state: 'complete' }),
    job: jobOf(),
    progress: progressOf({ best, baseline }),
    evaluation: best,
    holdout: evaluation({ is_oos: true }),
    verifications: [verified, { ...verified, engine: 'lean', kind: 'other engine' }],
    promoted: aCandidate().promoted,
    better: null,
    ...change,
  };
}

const notPassed = (change: Partial<StagedSet>) =>
  checkSet(aSet(change))
    .filter(({ state }) => state !== 'pass')
    .map(({ name, state, found }) => `${state} ${name}: ${found}`);

describe('checkSet()', () => {
  test('passes a set that nothing speaks against', () => {
    expect(notPassed({})).toEqual([]);
  });

  test('fails broken constraints and limits', () => {
    const broken = evaluation({ status: 'invalid', violations: { 'max_drawdown <= 40': 2.5 } });
    expect(notPassed({ evaluation: broken })).toContain(
      'fail constraints: max_drawdown <= 40 missed by 2.5',
    );
    expect(notPassed({ evaluation: evaluation({ status: 'pruned' }) })).toContain(
      'fail constraints: the evaluation is pruned',
    );
  });

  test('fails fewer trades than the job wants, ten where it says nothing', () => {
    const few = evaluation({ trade_count: 9 });
    expect(notPassed({ evaluation: few })).toEqual(['fail trades: 9 trades, at least 10 wanted']);
    expect(notPassed({ evaluation: few, job: jobOf({ outputs: { minTrades: 5 } }) })).toEqual([]);
    const { trade_count: _, ...uncounted } = evaluation();
    expect(notPassed({ evaluation: uncounted })).toEqual(['warn trades: trades were not counted']);
  });

  test('fails an edge of the space', () => {
    const edge = evaluation({ params: { fast: 5, slow: 200 } });
    expect(notPassed({ evaluation: edge })).toEqual([
      'fail edges: fast 5 is the lower edge, slow 200 is the upper edge',
    ]);
  });

  test('takes LEAN for the repeat where it agrees, and only there', () => {
    const onLean = aVerification({ executor: 'docker', engine: 'lean', kind: 'other engine' });
    expect(notPassed({ verifications: [onLean] })).toEqual([]);
    const differing = { ...onLean, equal: false };
    expect(notPassed({ verifications: [differing] }).join('\n')).toContain(
      'fail repeat: not repeated in a fresh process',
    );
  });

  test('fails a repeat that differs or is missing, and LEAN where it disagrees', () => {
    const differs: Verification = {
      ...verified,
      equal: false,
      differences: [{ metric: 'net_pnl', was: 3.4, is: 3.1 }],
    };
    expect(notPassed({ verifications: [verified, differs] })).toEqual([
      'fail repeat: in a fresh process: differs: net_pnl 3.1, was 3.4',
      'warn lean: not tried on LEAN itself',
    ]);
    expect(notPassed({ verifications: [] })[0]).toContain(
      '`leantune verify 20261121_101530 --evaluation 137` does it',
    );
    const lean = { ...differs, executor: 'docker', engine: 'lean', kind: 'other engine' } as const;
    expect(notPassed({ verifications: [verified, lean] })).toEqual([
      'fail lean: on LEAN (docker): differs: net_pnl 3.1, was 3.4',
    ]);
  });

  test('fails a holdout that is much worse, and warns where there is none', () => {
    const worse = evaluation({ metrics: { sharpe_ratio: 0.2 } });
    expect(notPassed({ holdout: worse })).toEqual([
      'fail holdout: sharpe ratio 0.2 against 0.71 in-sample',
    ]);
    expect(notPassed({ holdout: null })[0]).toMatch(/^warn holdout/);
    const failed = evaluation({ status: 'failed', error: 'no bars' });
    expect(notPassed({ holdout: failed })).toEqual(['fail holdout: its backtest failed: no bars']);
  });

  test('warns of no gain, of parameters that nobody reads and of better sets', () => {
    const best = evaluation({ id: 150, fitness: 2 });
    const baseline = { label: 'live.yaml', evaluation: evaluation({ id: 0, fitness: 1.9 }) };
    const progress = progressOf({ best, baseline, unread: [{ name: 'slow', nearest: null }] });
    expect(notPassed({ progress })).toEqual([
      'warn gain: 1.841 against 1.9 of live.yaml',
      'warn read: the strategy never asks for slow',
      'warn best: evaluation 150 of the run is better: 2',
    ]);
    expect(notPassed({ better: { run: '20261122_101530', fitness: 3 } })).toEqual([
      'warn best: run 20261122_101530 found a better set: 3',
    ]);
  });
});
