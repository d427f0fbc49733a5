import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importBars } from '../../../../harness/embedded/import/import-bars.ts';
import { readBarFile } from '../../../../harness/embedded/prepare/bar-file.ts';
import { prepareBars } from '../../../../harness/embedded/prepare/prepare-bars.ts';
import type {
  PreparationOptions,
  PreparationSource,
} from '../../../../runner/domain/bar-preparation.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

let place: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place[Symbol.dispose]());

function csv(name: string, rows: readonly string[], heading = 'time,open,high,low,close'): string {
  const file = join(place.path, name);
  writeFileSync(file, [heading, ...rows, ''].join('\n'));
  return file;
}

function prepare(
  source: Partial<PreparationSource> & Pick<PreparationSource, 'kind'>,
  rest: Partial<PreparationOptions> = {},
) {
  const full = { files: [], strict: false, ...source } as PreparationSource;
  const folder = join(place.path, 'prepared');
  return prepareBars({ symbol: 'GER40', source: full, folder, replace: false, ...rest });
}

const bar = (time: string, price = 100) => `${time},${price},${price + 1},${price - 1},${price}`;

describe('prepareBars() from CSV', () => {
  it('drops duplicates and counts them, the first row of a time stays', async () => {
    const rows = [
      bar('2024-03-05 08:00:00'),
      bar('2024-03-05 08:01:00'),
      bar('2024-03-05 08:01:00'),
      bar('2024-03-05 08:00:00', 200),
      bar('2024-03-05 08:02:00'),
    ];
    const report = await prepare({ kind: 'files', files: [csv('a.csv', rows)] });
    expect(report).toMatchObject({ rows: 5, bars: 3, duplicates: 2, out_of_order: 1 });
    expect(report.notes).toEqual([
      expect.stringContaining('times were read as UTC'),
      '1 duplicates differ from the row that was kept, the first one',
    ]);
    const { bars, notes } = await readBarFile(report.file);
    expect([...bars.close]).toEqual([100, 100, 100]);
    expect(notes).toEqual({ v: 1, symbol: 'GER40', synthetic: false, source: 'a.csv' });
  });

  it('keeps the hours of GER40 in Berlin, in winter and in summer', async () => {
    const winter = ['05:59', '06:00', '21:59', '22:00'].map((time) => bar(`2024-03-05 ${time}`));
    const summer = ['04:59', '05:00', '20:59', '21:00'].map((time) => bar(`2024-07-02 ${time}`));
    const weekend = [bar('2024-03-09 12:00'), bar('2024-03-10 12:00')];
    const files = [csv('a.csv', [...winter, ...weekend]), csv('b.csv', summer)];
    const report = await prepare({ kind: 'files', files });
    const { bars } = await readBarFile(report.file);
    expect(Array.from(bars.time, (time) => new Date(time).toISOString().slice(5, 16))).toEqual([
      '03-05T06:00',
      '03-05T21:59',
      '07-02T05:00',
      '07-02T20:59',
    ]);
    expect(report).toMatchObject({
      outside_hours: 6,
      hours: '07:00-23:00 Europe/Berlin, weekdays',
    });
  });

  it('keeps the weekdays of other symbols, hours that are given, or all', async () => {
    const times = ['2024-03-05 03:00', '2024-03-05 12:00', '2024-03-09 12:00'];
    const files = [
      csv(
        'a.csv',
        times.map((time) => bar(time)),
      ),
    ];
    const count = async (rest: Partial<PreparationOptions>) =>
      (await prepare({ kind: 'files', files }, { replace: true, ...rest })).bars;
    expect(await count({ symbol: 'XAUUSD' })).toBe(2);
    expect(await count({ hours: 'all' })).toBe(3);
    expect(await count({ hours: '04:00-05:00', hoursTimezone: 'Europe/Berlin' })).toBe(1);
    await expect(count({ hours: '5-6' })).rejects.toThrow(
      'wanted hours such as 07:00-23:00, or all',
    );
    await expect(count({ hours: '02:00-02:30' })).rejects.toThrow('found none');
  });

  it('reads times in the zone that is given, and in their own where they say it', async () => {
    const files = [csv('a.csv', [bar('2024-03-05 10:00'), bar('2024-03-05 10:00:00+00:00', 2)])];
    const report = await prepare({ kind: 'files', files, timezone: 'Europe/Athens' });
    expect(report).toMatchObject({ first: '2024-03-05T08:00:00Z', last: '2024-03-05T10:00:00Z' });
  });

  it('reads times in the zone that the heading names, and says where none is named', async () => {
    const rows = [bar('2024-03-05 09:00:00')];
    const named = await prepare({
      kind: 'files',
      files: [csv('eet.csv', rows, 'Time (EET),Open,High,Low,Close')],
    });
    expect(named).toMatchObject({ first: '2024-03-05T07:00:00Z', notes: [] });
    const unnamed = await prepare(
      { kind: 'files', files: [csv('plain.csv', rows)] },
      { replace: true },
    );
    expect(unnamed.first).toBe('2024-03-05T09:00:00Z');
    expect(unnamed.notes).toEqual([expect.stringMatching(/read as UTC.*--timezone/)]);
  });

  it('refuses bars of other lengths', async () => {
    const rows = Array.from({ length: 12 }, (_, hour) =>
      bar(`2024-03-05 ${String(8 + hour).padStart(2, '0')}:00:00`),
    );
    await expect(prepare({ kind: 'files', files: [csv('hours.csv', rows)] })).rejects.toThrow(
      'wanted bars of one minute, found bars an hour apart',
    );
  });

  it('tells of days and minutes that are missing', async () => {
    const minutes = Array.from({ length: 959 }, (_, n) => {
      return bar(new Date(Date.parse('2024-03-05T06:00:00Z') + n * 60_000).toISOString());
    });
    const rows = [...minutes, bar('2024-03-08T06:00:00Z')];
    const { gaps } = await prepare({ kind: 'files', files: [csv('a.csv', rows)] });
    expect(gaps).toMatchObject({ missing_days: 2, missing_minutes: 1 + 959 });
    expect(gaps.days).toEqual([{ start: '2024-03-06', end: '2024-03-07', missing: 2 }]);
  });

  it('leaves bad rows out and names them, or refuses them', async () => {
    const files = [csv('a.csv', [bar('2024-03-05 08:00'), '2024-03-05 08:01,1,x,1,1'])];
    const report = await prepare({ kind: 'files', files });
    expect(report.bad_rows).toMatchObject({ count: 1, shown: [{ line: 3, found: '"x"' }] });
    await expect(
      prepare({ kind: 'files', files, strict: true }, { replace: true }),
    ).rejects.toThrow('since 1 rows hold none');
  });

  it('leaves a file that is there as it is, until it is to be replaced', async () => {
    const one = [csv('a.csv', [bar('2024-03-05 08:00')])];
    const two = [csv('b.csv', [bar('2024-03-05 08:00'), bar('2024-03-05 08:01')])];
    await prepare({ kind: 'files', files: one });
    expect(await prepare({ kind: 'files', files: two })).toMatchObject({ existing: true, bars: 1 });
    const replaced = await prepare({ kind: 'files', files: two }, { replace: true });
    expect(replaced).toMatchObject({ existing: false, bars: 2 });
  });
});

describe('prepareBars() from Parquet', () => {
  it('takes a file as pandas writes it: an index of microseconds, other columns beside', async () => {
    const time = Date.parse('2024-03-05T08:00:00Z');
    const buffer = parquetWriteBuffer({
      schema: [
        { name: 'schema', num_children: 6 },
        { name: 'Open', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'High', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'Low', type: 'FLOAT', repetition_type: 'OPTIONAL' },
        { name: 'Close', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'Volume', type: 'INT64', repetition_type: 'OPTIONAL' },
        {
          name: 'datetime',
          type: 'INT64',
          repetition_type: 'OPTIONAL',
          converted_type: 'TIMESTAMP_MICROS',
        },
      ],
      columnData: [
        { name: 'Open', data: [10.5, 11] },
        { name: 'High', data: [12, 12] },
        { name: 'Low', data: [9, 9.5] },
        { name: 'Close', data: [11, 10] },
        { name: 'Volume', data: [5n, 6n] },
        { name: 'datetime', data: [BigInt(time) * 1000n, BigInt(time + 60_000) * 1000n] },
      ],
    });
    const file = join(place.path, 'theirs.parquet');
    writeFileSync(file, new Uint8Array(buffer));
    const report = await prepare({ kind: 'files', files: [file] });
    expect(report).toMatchObject({ bars: 2, first: '2024-03-05T08:00:00Z', synthetic: false });
    const { bars } = await readBarFile(report.file);
    expect([bars.open[0], bars.high[1], bars.low[1], bars.close[1]]).toEqual([10.5, 12, 9.5, 10]);
  });

  it('refuses what is no file of bars', async () => {
    const file = join(place.path, 'x.parquet');
    writeFileSync(file, 'PAR1 and then nothing PAR1');
    await expect(prepare({ kind: 'files', files: [file] })).rejects.toThrow(
      'wanted a Parquet file of bars',
    );
    const columnData = [{ name: 'x', data: [1, 2] }];
    writeFileSync(file, new Uint8Array(parquetWriteBuffer({ columnData })));
    await expect(prepare({ kind: 'files', files: [file] })).rejects.toThrow(
      'wanted the columns time, open, high, low and close, found x',
    );
  });
});

describe('prepareBars() from a generator', () => {
  const source = { kind: 'synthetic', days: 3, start: '2024-03-28', seed: 1 } as const;

  it('makes the same bars of the same seed, and says that they are synthetic', async () => {
    const report = await prepare(source);
    expect(report).toMatchObject({ synthetic: true, bars: 3 * 960, gaps: { missing_minutes: 0 } });
    const first = readFileSync(report.file);
    await prepare(source, { replace: true });
    expect(readFileSync(report.file).equals(first)).toBe(true);
    await prepare({ ...source, seed: 2 }, { replace: true });
    expect(readFileSync(report.file).equals(first)).toBe(false);
    const { bars, notes } = await readBarFile(report.file);
    expect(notes).toMatchObject({ synthetic: true });
    // Over Easter the clocks change: the third day begins an hour earlier in UTC.
    const days = [0, 960, 1920].map((at) =>
      new Date(bars.time[at] ?? 0).toISOString().slice(0, 16),
    );
    expect(days).toEqual(['2024-03-28T06:00', '2024-03-29T06:00', '2024-04-01T05:00']);
    for (let at = 0; at < bars.length; at++) {
      const [open, high, low, close] = [
        bars.open[at]!,
        bars.high[at]!,
        bars.low[at]!,
        bars.close[at]!,
      ];
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
    }
  });

  it('packs the columns with Snappy, times as moments in UTC', async () => {
    const { file } = await prepare(source, { symbol: 'XAUUSD' });
    const content = readFileSync(file);
    const bytes = content.buffer.slice(content.byteOffset, content.byteOffset + content.length);
    const { schema, row_groups } = parquetMetadata(bytes as ArrayBuffer);
    expect(schema[1]).toMatchObject({ name: 'time', logical_type: { isAdjustedToUTC: true } });
    const codecs = row_groups.flatMap(({ columns }) => columns.map((one) => one.meta_data?.codec));
    expect(new Set(codecs)).toEqual(new Set(['SNAPPY']));
  });

  it('refuses symbols that it has no model of', async () => {
    await expect(prepare(source, { symbol: 'SPY' })).rejects.toThrow(
      '--synthetic: wanted one of GER40, XAUUSD, found SPY',
    );
  });
});

it("prepareBars() reads LEAN's minute data, quotes by their middle", async () => {
  const rows = ['2024-03-05 08:00', '2024-03-05 08:01'].map((time) => bar(time, 1900.5));
  const dataFolder = join(place.path, 'lean');
  mkdirSync(dataFolder);
  await importBars({
    files: [csv('xau.csv', rows)],
    symbol: 'XAUUSD',
    securityType: 'cfd',
    market: 'oanda',
    dataFolder,
    timezone: 'Europe/Athens',
    resolution: 'minute',
    replace: false,
    strict: true,
  });
  const lean = { kind: 'lean', folder: dataFolder, securityType: 'cfd', market: 'oanda' } as const;
  const report = await prepare({ ...lean, ticker: 'XAUUSD' }, { symbol: 'XAUUSD' });
  expect(report).toMatchObject({ bars: 2, first: '2024-03-05T06:00:00Z' });
  const { bars } = await readBarFile(report.file);
  expect([bars.open[0], bars.high[0], bars.low[0]]).toEqual([1900.5, 1901.5, 1899.5]);
  await expect(prepare({ ...lean, ticker: 'NONE' }, { symbol: 'NONE' })).rejects.toThrow(
    'wanted minute bars of NONE',
  );
});
