import { expect, test } from 'vitest';
import { InputError } from '../../../runner/domain/errors.ts';
import { locateProblems } from '../../../runner/job/located-problems.ts';

const found = new InputError('Cannot prepare the backtest', [
  { path: 'strategy', wanted: 'a strategy that can be loaded', found: 'a syntax error' },
  { path: 'data', wanted: 'bars', found: 'none' },
]);

test('locateProblems() names the job and the lines that it has', () => {
  const text = '{\n  "symbol": "SPY",\n  "strategy": "strategies/broken.ts"\n}\n';
  const { message, problems, cause } = locateProblems(found, { file: 'spy.json', text });
  expect(message).toBe(
    [
      'Cannot run job "spy.json": cannot prepare the backtest:',
      '  strategy (line 3): wanted a strategy that can be loaded, found a syntax error',
      '  data: wanted bars, found none',
    ].join('\n'),
  );
  expect(problems.map(({ line }) => line)).toEqual([3, undefined]);
  expect(cause).toBe(found);
});

test('locateProblems() reads YAML, and copes with a text that cannot be read', () => {
  const yaml = locateProblems(found, { file: 'spy.yaml', text: '# mine\nstrategy: x\n' });
  expect(yaml.problems[0]?.line).toBe(2);
  const torn = locateProblems(found, { file: 'spy.json', text: '{' });
  expect(torn.problems).toEqual(found.problems);
});
