import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { listData } from '../../../../harness/embedded/data/list-data.ts';
import { listDataApart } from '../../../../harness/embedded/data/list-data-apart.ts';
import { ensureSampleData } from '../../../../harness/embedded/data/sample-data.ts';
import { weekdayGaps } from '../../../../harness/embedded/data/weekday-gaps.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

async function put(root: string, path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
const zip = (csv: string) => zipSync({ 'data.csv': strToU8(csv) });

describe('listData()', () => {
  test('tells days, bars and holes of daily files', async () => {
    using folder = temporaryFolder();
    const csv = ['20200102', '20200103', '20200106', '20200109']
      .map((day) => `${day} 00:00,1,2,3,4,5`)
      .join('\n');
    await put(folder.path, 'equity/usa/daily/spy.zip', zip(csv));
    await put(folder.path, 'equity/usa/map_files/spy.csv', 'no data');
    const { entries, there, cut } = await listData(folder.path);
    expect({ there, cut }).toEqual({ there: true, cut: false });
    expect(entries).toMatchObject([
      {
        security_type: 'equity',
        market: 'usa',
        resolution: 'daily',
        symbol: 'spy',
        bars: 4,
        first: '2020-01-02',
        last: '2020-01-09',
        missing_weekdays: 2,
        longest_gap: { start: '2020-01-07', end: '2020-01-08', days: 2 },
        problem: null,
      },
    ]);
  });

  test('tells the days of minute data by their files, unread', async () => {
    using folder = temporaryFolder();
    for (const day of ['20200102', '20200103', '20200107']) {
      await put(folder.path, `forex/oanda/minute/eurusd/${day}_quote.zip`, 'not read');
    }
    expect((await listData(folder.path)).entries).toMatchObject([
      { symbol: 'eurusd', files: 3, bars: null, first: '2020-01-02', missing_weekdays: 1 },
    ]);
  });

  test('names what cannot be read, and goes on', async () => {
    using folder = temporaryFolder();
    await put(folder.path, 'equity/usa/daily/bad.zip', 'no zip');
    await put(folder.path, 'equity/usa/daily/empty.zip', zip('nothing here'));
    await put(folder.path, 'equity/usa/daily/good.zip', zip('20200102 00:00,1,2,3,4,5\n'));
    const { entries } = await listData(folder.path);
    expect(entries.map(({ symbol, problem }) => [symbol, problem === null])).toEqual([
      ['bad', false],
      ['empty', false],
      ['good', true],
    ]);
  });

  test('a folder that is not there has nothing', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'nope');
    expect(await listData(path)).toEqual({ folder: path, there: false, entries: [], cut: false });
  });
});

test('listDataApart() finds the same in its own thread', async () => {
  using folder = temporaryFolder();
  await ensureSampleData(folder.path);
  const found = await listDataApart(folder.path);
  expect(found).toEqual(await listData(folder.path));
  expect(found.entries.map(({ symbol, bars }) => [symbol, bars])).toEqual([
    ['aapl', 1260],
    ['spx', 5105],
  ]);
});

test('weekdayGaps() counts no weekends', () => {
  expect(weekdayGaps(['20200103', '20200106'])).toEqual({ missing_weekdays: 0, longest_gap: null });
  expect(weekdayGaps([])).toEqual({ missing_weekdays: 0, longest_gap: null });
});
