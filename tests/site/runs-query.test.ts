import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../runner/server/run-summary.ts';
import { groupByStudy } from '../../site/data/run-lines.ts';
import { summariseRun } from '../../site/data/run-summary.ts';
import {
  ALL_RUNS,
  countStates,
  filterValues,
  type RunsQuery,
  readRunsQuery,
  selectRuns,
  writeRunsQuery,
} from '../../site/data/runs-query.ts';
import { fixtureRun } from '../e2e/fixture-run.ts';

const run = (id: string, name: string, extra: Partial<Parameters<typeof fixtureRun>[0]> = {}) =>
  summariseRun(
    summaryOf(
      fixtureRun({
        id,
        name,
        state: 'complete',
        planned: 40,
        done: 40,
        seed: 1,
        ...extra,
      }).record(),
    ),
  );

const RUNS = [
  run('20260101_000000', 'beta', { seed: 2 }),
  run('20260102_000000', 'Alpha', { state: 'running', symbols: ['SPY', 'AAPL'], tags: ['kept'] }),
  run('20260103_000000', 'gamma', { allInvalid: true, state: 'failed' }),
];
const ALL: RunsQuery = {
  ...ALL_RUNS,
  sort: 'created',
  descending: true,
  grouped: false,
  open: [],
  archived: false,
};
const names = (query: Partial<RunsQuery>) =>
  selectRuns(RUNS, { ...ALL, ...query }).map(({ name }) => name);

describe('selectRuns()', () => {
  test('puts the newest first unless told otherwise', () => {
    expect(names({})).toEqual(['gamma', 'Alpha', 'beta']);
  });

  test('sorts names without regard to case', () => {
    expect(names({ sort: 'name', descending: false })).toEqual(['Alpha', 'beta', 'gamma']);
  });

  test('puts runs without a best last in both directions', () => {
    expect(names({ sort: 'best', descending: true }).at(-1)).toBe('gamma');
    expect(names({ sort: 'best', descending: false }).at(-1)).toBe('gamma');
  });

  test('wants every word, in name, strategy, symbols, study or tags', () => {
    expect(names({ text: 'aapl KEPT' })).toEqual(['Alpha']);
    expect(names({ text: 'sma-cross alpha' })).toEqual(['Alpha']);
    expect(names({ text: 'aapl beta' })).toEqual([]);
  });

  test('keeps the states that were chosen', () => {
    expect(names({ states: ['failed', 'running'] })).toEqual(['gamma', 'Alpha']);
  });
});

describe('filters', () => {
  test('selectRuns() keeps what has the value that was chosen', () => {
    expect(names({ symbol: 'AAPL' })).toEqual(['Alpha']);
    expect(names({ tag: 'kept' })).toEqual(['Alpha']);
    expect(names({ study: 'no such' })).toEqual([]);
    expect(names({ strategy: RUNS[0]?.strategy ?? '' })).toHaveLength(3);
  });

  test('selectRuns() leaves the archive out unless asked for it', () => {
    const [first] = RUNS as [(typeof RUNS)[number]];
    const runs = [first, { ...first, id: 'x', name: 'old', archived: true }];
    expect(selectRuns(runs, ALL)).toEqual([first]);
    expect(selectRuns(runs, { ...ALL, archived: true })).toHaveLength(2);
  });

  test('filterValues() names each value once', () => {
    expect(filterValues(RUNS, 'symbol')).toEqual([...new Set(['AAPL', 'SPY'])]);
    expect(filterValues(RUNS, 'tag')).toContain('kept');
  });

  test('groupByStudy() counts states and keeps the best; runs of none stand last', () => {
    const [a, b, c] = RUNS as [(typeof RUNS)[number], (typeof RUNS)[number], (typeof RUNS)[number]];
    const runs = [
      { ...a, study: null },
      { ...b, study: 's', best: 1 },
      { ...c, study: 's', best: null },
    ];
    const lines = groupByStudy(runs, ['s']);
    expect(lines.map((line) => ('run' in line ? line.run.name : line.group.study))).toEqual([
      's',
      'Alpha',
      'gamma',
      null,
    ]);
    const [first] = lines;
    expect(first !== undefined && 'group' in first && first.group).toMatchObject({ best: 1 });
  });
});

describe('the URL', () => {
  test.each([
    '',
    '?q=spy&state=running%2Cfailed',
    '?sort=best',
    '?sort=name&order=desc',
    '?order=asc',
    '?study=a%26b&symbol=SPY&tag=x&group=study&open=a%26b&open=&archived=1',
  ])('writeRunsQuery() gives back what readRunsQuery() read from "%s"', (search) => {
    expect(writeRunsQuery(readRunsQuery(search))).toBe(search);
  });

  test('readRunsQuery() takes an unknown column as the default', () => {
    expect(readRunsQuery('?sort=__proto__')).toEqual(ALL);
  });
});

test('summariseRun() names the symbol of the best only where there are several', () => {
  const [, several] = RUNS;
  expect(several?.bestSymbol).toBe('AAPL');
  expect(RUNS[0]?.bestSymbol).toBeNull();
  expect(RUNS[2]?.best).toBeNull();
});

test('countStates() counts each state', () => {
  expect(Object.fromEntries(countStates(RUNS))).toEqual({ complete: 1, running: 1, failed: 1 });
});
