import { describe, expect, test } from 'vitest';
import { runEvaluation } from '../../../runner/cli/run-evaluation.ts';

describe('runEvaluation()', () => {
  test('takes a run apart from the id of an evaluation', () => {
    expect(runEvaluation('latest#137')).toEqual({ run: 'latest', evaluation: 137 });
    expect(runEvaluation('20261121')).toEqual({ run: '20261121', evaluation: undefined });
  });

  test.each(['#5', 'latest#', 'latest#0', 'latest#x', 'latest#1#2', 'latest#-1'])(
    'refuses %s',
    (text) => {
      expect(() => runEvaluation(text)).toThrow('such as latest#137');
    },
  );
});
