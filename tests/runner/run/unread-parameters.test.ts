import { describe, expect, test } from 'vitest';
import type { CompleteOutcome } from '../../../runner/domain/executor.ts';
import type { UnreadParameter } from '../../../runner/domain/run-record.ts';
import { createUnreadParameters } from '../../../runner/run/unread-parameters.ts';

function outcome(parametersRead?: readonly string[]): CompleteOutcome {
  const executed = { id: 1, slot: 1, attempt: 1, ms: 1, status: 'complete', metrics: {} } as const;
  return parametersRead === undefined ? executed : { ...executed, parametersRead };
}

function watch() {
  const found: UnreadParameter[] = [];
  return { found, unread: createUnreadParameters((list) => found.push(...list)) };
}

describe('createUnreadParameters()', () => {
  test('tells what was never asked for, with the name that was', () => {
    const { found, unread } = watch();
    unread.completed(outcome(['ticker', 'fastPeriod', 'slow']), {
      fastPeroid: 1,
      slow: 2,
      extra: 3,
    });
    const wanted = [
      { name: 'fastPeroid', nearest: 'fastPeriod' },
      { name: 'extra', nearest: null },
    ];
    expect(unread.list).toEqual(wanted);
    expect(found).toEqual(wanted);
  });

  test('says nothing where all are read, or nobody looked', () => {
    const { found, unread } = watch();
    unread.completed(outcome(), { fast: 1 });
    unread.completed(outcome(['fast']), { fast: 1 });
    expect(unread.list).toEqual([]);
    expect(found).toEqual([]);
  });

  test('takes back what a later backtest reads', () => {
    const { unread } = watch();
    unread.completed(outcome(['mode']), { mode: 'a', stop: 1 });
    expect(unread.list).toEqual([{ name: 'stop', nearest: null }]);
    unread.completed(outcome(['mode', 'stop']), { mode: 'b', stop: 1 });
    expect(unread.list).toEqual([]);
  });
});
