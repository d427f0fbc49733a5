import { describe, expect, test } from 'vitest';
import { exportedTop } from '../../site/data/exported-top.ts';
import { rangeTexts, readRanges } from '../../site/data/range-text.ts';
import { slotLines } from '../../site/data/slot-lines.ts';
import { moreColumns, topColumns } from '../../site/data/top-columns.ts';
import { isUsual, rowsAsCsv, rowsAsJson, sortKey, topQuery } from '../../site/data/top-view.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';

describe('rangeTexts()', () => {
  test('is read back, and what is no range is passed over', () => {
    const brushes = new Map([
      ['p fast', [2, 20.5]],
      ['m net_pnl', [-1e-7, 3]],
    ] as const);
    expect(readRanges(rangeTexts(brushes))).toEqual(brushes);
    expect(readRanges(['', 'p fast', '~1~2', 'p fast~x~2', 'p fast~1~2~'])).toEqual(new Map());
  });
});

const usual = { rows: 25, by: 'fitness', order: 'most', columns: null } as const;

describe('topQuery()', () => {
  test('holds what the server is asked for, ranges included', () => {
    const brushes = new Map([['fitness', [1, 2]]] as const);
    const query = topQuery({ ...usual, rows: 100, by: 'm net_pnl' }, brushes);
    expect(`${query}`).toBe('by=m+net_pnl&order=most&n=100&where=fitness%7E1%7E2');
    expect(isUsual(usual, new Map())).toBe(true);
    expect(isUsual(usual, brushes)).toBe(false);
    expect(isUsual({ ...usual, rows: 100 }, new Map())).toBe(false);
    expect(isUsual({ ...usual, order: 'least' }, new Map())).toBe(false);
  });
});

describe('exportedTop()', () => {
  const rows = [
    anEvaluation({ id: 1, fitness: 3, params: { fast: 2, mode: 'b' } }),
    anEvaluation({ id: 2, fitness: 2, params: { fast: 10 } }),
    anEvaluation({ id: 3, fitness: 1, params: { fast: 5, mode: 'a' } }),
  ];
  const columns = topColumns(rows);
  const ids = (by: string, order: 'most' | 'least', chosen: readonly number[] | null = null) =>
    exportedTop(rows, { ...usual, by, order }, { columns, chosen: chosen && new Set(chosen) }).map(
      ({ id }) => id,
    );

  test('sorts by numbers and words; what lacks the value goes last', () => {
    expect(ids('p fast', 'most')).toEqual([2, 3, 1]);
    expect(ids('p fast', 'least')).toEqual([1, 3, 2]);
    expect(ids('p mode', 'most')).toEqual([1, 3, 2]);
    expect(ids('p mode', 'least')).toEqual([3, 1, 2]);
    expect(ids('p none', 'least')).toEqual([1, 2, 3]);
  });

  test('leaves out what is not chosen', () => {
    expect(ids('fitness', 'least', [3, 1])).toEqual([3, 1]);
    expect(ids('fitness', 'most', [])).toEqual([]);
  });
});

describe('rowsAsCsv()', () => {
  const rows = [
    anEvaluation({ params: { fast: 10, stop: '=1+1, "x"' }, metrics: { total: 1 / 3 } }),
  ];
  const columns = [...topColumns(rows), ...moreColumns(rows)];
  const wanted = columns.filter(({ key }) => ['param:fast', 'param:stop', 'total'].includes(key));

  test('keeps all digits and quotes what needs it; a formula stays text', () => {
    expect(rowsAsCsv(rows, wanted)).toBe(`fast,stop,total\r\n10,"'=1+1, ""x""",${String(1 / 3)}`);
    expect(JSON.parse(rowsAsJson(rows, wanted))).toEqual([
      { fast: 10, stop: '=1+1, "x"', total: 1 / 3 },
    ]);
  });

  test('sortKey() is the word of the API, null where there is no order', () => {
    const keys = Object.fromEntries(columns.map((column) => [column.key, sortKey(column)]));
    expect(keys).toMatchObject({
      fitness: 'fitness',
      'param:fast': 'p fast',
      net_pnl: 'm net_pnl',
      total: 'm total',
      id: 'id',
      ms: 'ms',
      stage: null,
    });
  });
});

describe('slotLines()', () => {
  test('has a line for every slot, those that wait included', () => {
    const at = { symbol: 'SPY', params: { fast: 10, rate: 0.123456789 }, seconds: 12.34 };
    const lines = slotLines({
      count: 3,
      busy: [
        { ...at, slot: 1, evaluation: 7, behind: 0 },
        { ...at, slot: 3, evaluation: null, params: {}, seconds: 0.01, behind: 1200 },
      ],
    });
    expect(lines.map(({ slot, evaluation }) => [slot, evaluation])).toEqual([
      [1, 7],
      [2, null],
      [3, null],
    ]);
    expect(lines[0]).toMatchObject({ parameters: 'fast 10  rate 0.12346', time: '12 s' });
    expect(lines[1]?.doing).toBe('waiting');
    expect(lines[2]?.time).toBe('< 0.1 s, 1,200 behind it');
  });
});
