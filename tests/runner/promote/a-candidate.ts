import type { Candidate, CheckResult } from '../../../runner/promote/candidate.ts';

export const who = { via: 'cli', user: 'ada', host: 'box', pid: 1 } as const;

/** A candidate as `stage` writes it; `fast` tells one from another. */
export function aCandidate(fast = 12, change: Partial<Candidate> = {}): Candidate {
  const parameters = { fast, slow: 90 };
  return {
    leantune: 'candidate',
    v: 1,
    id: `20261121_1015${String(fast).padStart(2, '0')}`,
    staged_at: '2026-11-21T10:15:30.000Z',
    staged_by: who,
    run: '20261121_101530',
    job: 'spx',
    study: null,
    strategy: 'sma-cross',
    symbol: 'SPX',
    dates: { start: '2000-01-03', end: '2015-12-31' },
    holdout_dates: null,
    evaluation: 137,
    parameters,
    figures: { fitness: fast / 10, net_pnl: 20, profit_factor: Number.POSITIVE_INFINITY },
    holdout_figures: null,
    baseline: {
      label: 'defaults',
      parameters: { fast: 10, slow: 30 },
      figures: { fitness: 0.5, net_pnl: 4 },
    },
    verifications: [],
    checks: [],
    promoted: {
      leantune: 'promoted',
      metadata: { run_id: '20261121_101530', constraint_violations: {} },
      factors: {},
      hyperparameters: parameters,
      fixed_parameters: {},
    },
    ...change,
  };
}

export const passing: readonly CheckResult[] = [{ name: 'trades', state: 'pass', found: '94' }];
export const failing: readonly CheckResult[] = [
  { name: 'edges', state: 'fail', found: 'slow 300 is the upper edge' },
  { name: 'holdout', state: 'warn', found: 'not tried' },
];
