import { describe, expect, it } from 'vitest';
import { summaryText } from '../../../runner/cli/summary-text.ts';
import { evaluation, jobOf, plainStyle, progressOf, recordOf } from './recorded-run.ts';

const options = {
  folder: 'runs/20261121_101530',
  page: { url: 'http://127.0.0.1:8899/run/?id=20261121_101530', served: false },
  style: plainStyle,
};
const counts = { ...progressOf().counts, evaluations: 611, complete: 600, invalid: 11 };

describe('summaryText()', () => {
  it('shows the best, its metrics beside the holdout, and what it took', () => {
    const holdout = evaluation({ fitness: 1.5, net_pnl: 12, is_oos: true });
    const best = evaluation();
    const record = recordOf({
      state: 'complete',
      symbols: [progressOf({ counts, best, holdout })],
    });
    expect(summaryText(record, jobOf(), options)).toBe(
      [
        'Best of SPX (evaluation 137)',
        '  fast  12',
        '  slow  90',
        '',
        '                 in-sample  holdout',
        '  fitness            1.841      1.5',
        '  net profit       123.5 %     12 %',
        '  annual return      4.9 %    4.9 %',
        '  max drawdown      21.5 %   21.5 %',
        '  sharpe ratio        0.71     0.71',
        '  profit factor          ∞        ∞',
        '  win rate         48.93 %  48.93 %',
        '  trades                94       94',
        '',
        'Run complete',
        '',
        '  evaluations        611',
        '  share of the grid  611 of 679,140, 0.09 %',
        '  time               2 min 40 s, 3.8/s',
        '  the whole grid     would have taken 49 h 23 min at this rate',
        '  run folder         runs/20261121_101530',
        '  site               npm start, then http://127.0.0.1:8899/run/?id=20261121_101530',
        '',
      ].join('\n'),
    );
  });

  it('warns of an edge, a worse holdout and failures', () => {
    const best = evaluation({ params: { fast: 5, slow: 200 } });
    const holdout = evaluation({ metrics: { sharpe_ratio: 0.3 } });
    const failing = { ...counts, failed: 3, rejected_lines: 1 };
    const symbols = [progressOf({ counts: failing, best, holdout })];
    const text = summaryText(recordOf({ state: 'complete', symbols }), jobOf(), options);
    expect(text).toContain('Warning: the best fast is 5, the lower edge of its range');
    // The last step below the maximum of 201 is the edge.
    expect(text).toContain('Warning: the best slow is 200, the upper edge of its range');
    expect(text).toContain(
      'the holdout is much worse than in-sample: sharpe ratio 0.3 against 0.71',
    );
    expect(text).toContain('3 of 611 evaluations failed');
    expect(text).toContain('1 damaged lines were set aside');
  });

  it('says why nothing was valid', () => {
    const none = { ...counts, evaluations: 9, invalid: 6, failed: 3 };
    const fruitless = {
      missed: { min_trades: 6 },
      orderless: 6,
      failure: { id: 2, error: 'seven is not for me' },
    };
    const symbols = [progressOf({ counts: none, best: null, fruitless })];
    const text = summaryText(recordOf({ state: 'complete', symbols }), jobOf(), options);
    expect(text).toContain('3 of 9 evaluations failed, the first (2): seven is not for me; the');
    expect(text).toContain('Warning: 6 of 9 backtests made no order at all');
    expect(text).toContain('Warning: limits that were missed: min_trades by 6 of 9');
  });

  it('names many edges at once, and none of two values', () => {
    const names = ['a', 'b', 'c', 'd'];
    const parameters = names.map((name) => ({ name, type: 'int', values: [1, 2, 3] }) as const);
    const either = { name: 'either', type: 'int', values: [1, 2] } as const;
    const best = evaluation({ params: { a: 1, b: 3, c: 1, d: 1, either: 1 } });
    const record = recordOf({ state: 'complete', symbols: [progressOf({ counts, best })] });
    const job = { ...jobOf(), parameters: [...parameters, either] };
    expect(summaryText(record, job, options)).toContain(
      'Warning: the best set lies at the edge of 4 ranges: a 1 (lower), b 3 (upper), c 1 (lower), d 1 (lower); wider ones may hold better sets',
    );
  });

  it('says so where the best breaks its limits on the holdout', () => {
    const holdout = evaluation({
      status: 'invalid',
      fitness: Number.NEGATIVE_INFINITY,
      violations: { min_trades: 4 },
    });
    const symbols = [progressOf({ counts, best: evaluation(), holdout })];
    const text = summaryText(recordOf({ state: 'complete', symbols }), jobOf(), options);
    expect(text).toContain('on the holdout the best set is invalid (min_trades)');
  });

  it('says so where nothing is valid', () => {
    const none = { ...counts, complete: 0, invalid: 600, failed: 11 };
    const symbols = [progressOf({ counts: none })];
    const text = summaryText(recordOf({ state: 'complete', symbols }), jobOf(), options);
    expect(text).toContain(
      'SPX: none of 611 evaluations gave a valid set (600 invalid, 11 failed)',
    );
  });

  it('has no grid to speak of in a continuous space', () => {
    const symbols = [progressOf({ counts, best: evaluation() })];
    const record = recordOf({
      space_size: null,
      state: 'stopped',
      reason: 'stopped by SIGINT',
      symbols,
    });
    const text = summaryText(record, jobOf(), options);
    expect(text).toContain('continuous space: no grid');
    expect(text).not.toContain('would have taken');
    expect(text).toContain('Run stopped: stopped by SIGINT');
  });

  it('points at the page that is being served', () => {
    const page = { url: 'http://127.0.0.1:1/run/?id=x', served: true };
    const text = summaryText(recordOf(), jobOf(), { ...options, page });
    expect(text).toContain('  site               http://127.0.0.1:1/run/?id=x\n');
  });

  it('says how to see the front, where there were several objectives', () => {
    const record = recordOf({ state: 'complete', symbols: [progressOf({ counts })] });
    const objectives = ['net_pnl', 'win_rate'].map((metric) => {
      return { metric, direction: 'maximize' as const };
    });
    expect(summaryText(record, jobOf({ objectives }), options)).toContain(
      '  front              npx leantune front 20261121_101530\n',
    );
    expect(summaryText(record, jobOf(), options)).not.toContain('leantune front');
  });
});
