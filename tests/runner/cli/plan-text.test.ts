import { describe, expect, it } from 'vitest';
import { planText } from '../../../runner/cli/plan-text.ts';
import { jobOf, plainStyle, recordOf } from './recorded-run.ts';

describe('planText()', () => {
  it('says what is searched, how, and how large it is', () => {
    expect(planText(jobOf(), recordOf(), plainStyle)).toBe(
      [
        'quickstart  run 20261121_101530',
        '  strategy  sma-cross, executor embedded',
        '  symbol    SPX (equity, usa, daily)',
        '  dates     2000-01-03 to 2016-12-30, cash 100,000',
        '  holdout   2017-01-03 to 2020-12-31, left out of the search',
        '  space     679,140 sets, 2 parameters',
        '            fast: 5 to 50, step 1',
        '            slow: 20 to 201, step 10',
        '  rules     fast < slow',
        '  stages    lhs 100 → genetic 511',
        '  fitness   calmar (min_trades 10)',
        '  limits    max_drawdown <= 40, 611 evaluations',
        '  slots     2, seed 42',
        '',
      ].join('\n'),
    );
  });

  it('says where there is no holdout and no grid', () => {
    const text = planText(
      jobOf({ holdout: null, rules: [], constraints: [], budget: {} }),
      recordOf({ holdout_dates: null, space_size: null }),
      plainStyle,
    );
    expect(text).toContain('holdout   none: the result is not checked');
    expect(text).toContain('2 parameters, continuous');
    expect(text).not.toMatch(/rules|limits/);
  });

  it('says what is searched for at once', () => {
    const objectives = [
      { metric: 'net_pnl', direction: 'maximize' },
      { metric: 'max_drawdown', direction: 'minimize' },
    ] as const;
    expect(planText(jobOf({ objectives }), recordOf(), plainStyle)).toContain(
      '  objectives  net_pnl ↑, max_drawdown ↓, by auto, tpe and nsga2; other samplers go by fitness\n',
    );
    expect(planText(jobOf(), recordOf(), plainStyle)).not.toContain('objectives');
  });
});
