import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { StudySummary } from '../../runner/domain/study.ts';
import { runAt } from '../../site/charts/study-course.ts';
import { decodeRecord } from '../../site/data/decode.ts';
import {
  readStudiesQuery,
  selectStudies,
  tagsOf,
  writeStudiesQuery,
} from '../../site/data/studies-query.ts';

const study = (change: Partial<StudySummary>): StudySummary =>
  ({
    ...{ name: 'spy', title: null, tags: [], note: '', archived: false, symbols: ['SPY'] },
    strategies: ['sma-cross'],
    ...change,
  }) as StudySummary;

test('decodeRecord() counts a curve by the evaluations of its run', () => {
  const symbol = {
    symbol: 'SPY',
    stages: [],
    best: null,
    holdout: null,
    curve: [
      [201, 1],
      [250, 2],
    ],
  };
  const start = { first_id: 201 };
  const wire = { symbols: [symbol], starts: { SPY: start } } as unknown as RunRecord;
  expect(decodeRecord(wire).symbols[0]?.curve).toEqual([
    [1, 1],
    [50, 2],
  ]);
  const { starts: _, ...alone } = wire;
  expect(decodeRecord(alone as RunRecord).symbols[0]?.curve).toEqual(symbol.curve);
});

describe('selectStudies()', () => {
  const all = [
    study({}),
    study({ name: 'b', title: 'Gold', tags: ['metal'] }),
    study({ name: 'old', archived: true }),
  ];
  const names = (text: string, archived = false) =>
    selectStudies(all, { text, archived }).map(({ name }) => name);

  test('finds every word anywhere, and what is archived where it is wanted', () => {
    expect(names('')).toEqual(['spy', 'b']);
    expect(names('', true)).toEqual(['spy', 'b', 'old']);
    expect(names('GOLD sma')).toEqual(['b']);
    expect(names('metal nothing')).toEqual([]);
  });
});

test('writeStudiesQuery() is read back, defaults left out', () => {
  expect(writeStudiesQuery({ text: '', archived: false })).toBe('');
  const query = { text: 'a & b', archived: true };
  expect(readStudiesQuery(writeStudiesQuery(query))).toEqual(query);
});

test('tagsOf() splits at commas, none twice', () => {
  expect(tagsOf(' a, b ,,a,  ')).toEqual(['a', 'b']);
});

test('runAt() names the run that made the n-th evaluation', () => {
  const borders = [
    { run: 'one', after: 0 },
    { run: 'two', after: 200 },
  ];
  expect([1, 200, 201, 999].map((nth) => runAt(borders, nth)?.run)).toEqual([
    'one',
    'one',
    'two',
    'two',
  ]);
  expect(runAt([], 1)).toBeUndefined();
});
