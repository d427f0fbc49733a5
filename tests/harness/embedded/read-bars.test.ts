import { describe, expect, test } from 'vitest';
import { parseBars } from '../../../harness/embedded/data/read-bars.ts';

const parse = (text: string, scale = 10_000) =>
  parseBars(new TextEncoder().encode(text), scale, 'x.zip');

describe('parseBars()', () => {
  test('scales prices but not volumes, with any line ending', () => {
    const bars = parse(
      '20050103 00:00,1215600,1217000,1200400,1202000,55748000\r\n20050104 16:30,1,2,3,4,5',
    );
    expect(bars).toEqual({
      start: [Date.UTC(2005, 0, 3), Date.UTC(2005, 0, 4, 16, 30)],
      open: [121.56, 0.0001],
      high: [121.7, 0.0002],
      low: [120.04, 0.0003],
      close: [120.2, 0.0004],
      volume: [55_748_000, 5],
    });
  });

  test('reads decimals, exponents and empty lines', () => {
    const bars = parse('\n20170101 00:00,1.23456,2e-5,0.3,4,17.25\n\n', 1);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.volume[0]]).toEqual([
      1.23456, 2e-5, 0.3, 17.25,
    ]);
  });

  test.each(['20050103 00:00,1,2,3', '20050103 00:00,1,2,x,4,5', 'date,open', '2005,1,2,3,4,5'])(
    'names file and line of what is no bar: %s',
    (line) => {
      expect(() => parse(`20050103 00:00,1,2,3,4,5\n${line}`)).toThrow(/"x\.zip" line 2/);
    },
  );
});
