import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseBars, readColumns } from '../../../harness/embedded/data/read-bars.ts';

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

describe('readBars() of a zip that bursts', () => {
  const bar = new TextEncoder().encode('20050103 00:00,1,2,3,4,5\n');
  /** The same zip with another size in its directory. */
  const claiming = (zip: Uint8Array, size: number) => {
    const claimed = Uint8Array.from(zip);
    const view = new DataView(claimed.buffer);
    const at = claimed.findIndex(
      (_, n) => view.getUint32(Math.min(n, zip.length - 4)) === 0x504b0102,
    );
    view.setUint32(at + 24, size, true);
    return claimed;
  };

  test('refuses what claims to be larger than any', () => {
    const zip = claiming(zipSync({ 'x.csv': bar }), 4e9);
    expect(() => readBarsOf(zip)).toThrow('wanted at most');
  });

  test('unpacks no more than the first of its files', () => {
    const zip = zipSync({ 'x.csv': bar, 'bomb.csv': new Uint8Array(1_000_000) });
    expect(readBarsOf(zip).values.map((column) => column[0])).toEqual([
      0.0001, 0.0002, 0.0003, 0.0004, 5,
    ]);
  });

  function readBarsOf(zip: Uint8Array) {
    const from = { file: 'x.zip', kind: 'trade', scale: 10_000, day: null } as const;
    return readColumns(from, zip);
  }
});
