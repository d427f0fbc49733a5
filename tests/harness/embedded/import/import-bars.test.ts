import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMarketData } from '../../../../harness/embedded/market-data.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { sampleSetup } from '../sample-backtest.ts';
import { importContent, importedBars, importFiles } from './imported-bars.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const day = (date: string, price = 10): string => `${date},${price},${price},${price},${price},100`;
const HEAD = 'Date,Open,High,Low,Close,Volume';
const table = (...rows: string[]): string => `${[HEAD, ...rows].join('\n')}\n`;
const data = (...parts: string[]): string => join(folder.path, 'data', ...parts);
const hours = () =>
  JSON.parse(readFileSync(data('market-hours/market-hours-database.json'), 'utf8'));

/** The minutes of a day's session, but for those that are left out. */
function minutes(date: string, without: readonly number[] = []): string[] {
  return Array.from({ length: 390 }, (_, minute) => minute)
    .filter((minute) => !without.includes(minute))
    .map((minute) => {
      const at = 570 + minute;
      const clock = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
      return day(`${date} ${clock}`);
    });
}

describe('importBars() and rows', () => {
  const bad = table(
    day('2010-01-04'),
    '2010-01-05,10,9,8,9,100',
    '2010-01-06,10,12,11,11,100',
    '2010-01-07,10,null,9,10,100',
    '2010-01-08,0,0,0,0,100',
    '2010-02-30,10,10,10,10,100',
    '2010-01-11,10,10',
    '2010-01-12,10,10,10,10,-1',
    '2010-01-13,10,10,10,10,',
    day('2010-01-14'),
  );

  it('names those that hold no bar by file and line, and goes on without them', async () => {
    const report = await importContent(folder.path, bad);
    expect([report.rows, report.bars, report.bad_rows.count]).toEqual([10, 3, 7]);
    expect(report.bad_rows.shown.map(({ line, found }) => [line, found])).toEqual([
      [3, 'open 10, high 9, low 8, close 9'],
      [4, 'open 10, high 12, low 11, close 11'],
      [5, '"null"'],
      [6, '"0"'],
      [7, '"2010-02-30"'],
      [8, '3'],
      [9, '"-1"'],
    ]);
    expect(importedBars(report).map(([, , , , , volume]) => volume)).toEqual([100, 0, 100]);
  });

  it('writes nothing where one is bad and the import is strict', async () => {
    await expect(importContent(folder.path, bad, { strict: true })).rejects.toThrow(
      /7 rows hold none.*bars\.csv \(line 3\)/s,
    );
    expect(existsSync(data())).toBe(false);
  });

  it('shows the first twenty and counts all', async () => {
    const rows = Array.from({ length: 50 }, () => '2010-01-05,1,0,0,1,1');
    const report = await importContent(
      folder.path,
      table(day('2010-01-04'), day('2010-01-05'), ...rows),
    );
    expect(report.bad_rows.count).toBe(50);
    expect(report.bad_rows.shown).toHaveLength(20);
  });

  it('sorts them, drops repeated times and says which differ', async () => {
    const rows = [
      day('2010-01-06'),
      day('2010-01-04', 1),
      day('2010-01-05'),
      day('2010-01-05'),
      day('2010-01-04', 2),
    ];
    const report = await importContent(folder.path, table(...rows));
    expect(report.out_of_order).toBe(2);
    expect(report.duplicates).toEqual({ count: 2, differing: 1, shown: ['2010-01-04 00:00'] });
    expect(importedBars(report).map(([, open]) => open)).toEqual([1, 10, 10]);
  });

  it('merges the files of a folder, each in its own form', async () => {
    const source = join(folder.path, 'exports');
    mkdirSync(source);
    writeFileSync(join(source, 'b.csv'), table(day('01/04/2010'), day('01/05/2010')));
    const [open, decisive] = ['01/12/2010', '01/13/2010'].map((date) => day(date));
    writeFileSync(join(source, 'a.txt'), `${open}\n${decisive}`.replaceAll(',', ';'));
    writeFileSync(join(source, 'notes.md'), 'not bars');
    const report = await importFiles(folder.path, [source]);
    expect(report.files.map(({ delimiter, date_order }) => [delimiter, date_order])).toEqual([
      [';', 'mdy'],
      [',', 'mdy'],
    ]);
    expect([report.bars, report.first, report.last]).toEqual([4, '2010-01-04', '2010-01-13']);
  });

  it('lets a day far down in the file decide which part is the month', async () => {
    const days = Array.from(
      { length: 12 },
      (_, index) => `${String(index + 1).padStart(2, '0')}/03/2010`,
    );
    const minute = (date: string) => minutes(date).concat(minutes(date));
    const rows = days.flatMap((date) => (date === '01/03/2010' ? minute(date) : minutes(date)));
    const report = await importContent(folder.path, table(...rows, ...minutes('15/03/2010')));
    expect(report.files[0]?.date_order).toBe('dmy');
    expect(report.bad_rows.count).toBe(0);
  });
});

describe('importBars() and gaps', () => {
  it('knows the holidays of New York and counts other days without bars', async () => {
    const dates = [
      '2010-01-14',
      '2010-01-15',
      '2010-01-19',
      '2010-01-22',
      '2010-01-25',
      '2010-01-26',
    ];
    const { gaps } = await importContent(folder.path, table(...dates.map((date) => day(date))));
    expect(gaps.missing_days).toBe(2);
    expect(gaps.days).toEqual([{ start: '2010-01-20', end: '2010-01-21', missing: 2 }]);
  });

  it('counts minutes that are missing inside sessions', async () => {
    const rows = [
      ...minutes('2010-01-04', [5, 6, 300]),
      ...minutes('2010-01-05'),
      ...minutes('2010-01-06', [0]),
    ];
    const { gaps, notes } = await importContent(
      folder.path,
      table(...rows, day('2010-01-06 16:30')),
    );
    expect([gaps.missing_days, gaps.missing_minutes, gaps.days_with_missing_minutes]).toEqual([
      0, 4, 2,
    ]);
    expect(gaps.minutes[0]).toEqual({ start: '2010-01-04', end: '2010-01-04', missing: 3 });
    expect(notes.join()).not.toContain('--timezone');
  });

  it('asks for the zone where most bars lie outside the hours', async () => {
    const options = { timezone: 'Asia/Tokyo' };
    const { notes } = await importContent(folder.path, table(...minutes('2010-01-05')), options);
    expect(notes.join()).toContain('is Asia/Tokyo the zone');
  });
});

describe('importBars() and the data folder', () => {
  it('makes one that the engine reads at once', async () => {
    await importContent(
      folder.path,
      table(day('2010-01-04', 10), day('2010-01-05', 11.5), day('2010-01-07', 12)),
    );
    const dates = { start: '2010-01-04', end: '2010-01-07' };
    const setup = sampleSetup(data(), { symbol: 'TEST', dates });
    const market = loadMarketData(setup);
    expect([market.barCount, market.bars.close[0], market.bars.close[1]]).toEqual([3, 10, 11.5]);
    expect(market.exchangeZone).toBe('America/New_York');
  });

  it('refuses to replace bars unless it is told to', async () => {
    await importContent(folder.path, table(day('2010-01-04'), day('2010-01-05')), {
      replace: false,
    });
    const other = table(day('2010-01-04', 20), day('2010-01-05', 20));
    await expect(importContent(folder.path, other, { replace: false })).rejects.toThrow(
      '--replace',
    );
    const report = await importContent(folder.path, other, { replace: true });
    expect(importedBars(report)[0]?.[1]).toBe(20);
  });

  it('replaces the minutes of a symbol as a whole and leaves other files alone', async () => {
    await importContent(folder.path, table(...minutes('2010-01-04'), ...minutes('2010-01-05')));
    const place = data('equity/usa/minute/test');
    writeFileSync(join(place, '20100104_quote.zip'), 'quotes');
    await importContent(folder.path, table(...minutes('2010-01-06')));
    expect(readdirSync(place).sort()).toEqual(['20100104_quote.zip', '20100106_trade.zip']);
    expect(readdirSync(data('equity/usa/minute'))).toEqual(['test']);
  });

  it('leaves databases that know the market as they are, and adds what they lack', async () => {
    await importContent(folder.path, table(day('2010-01-04'), day('2010-01-05')));
    const before = hours().entries['Equity-usa-[*]'];
    const options = { securityType: 'forex', market: 'oanda', symbol: 'EURUSD' } as const;
    const report = await importContent(
      folder.path,
      table(day('2010-01-04', 1.43215), day('2010-01-05')),
      options,
    );
    expect(Object.keys(hours().entries)).toEqual(['Equity-usa-[*]', 'Forex-oanda-[*]']);
    expect(hours().entries['Equity-usa-[*]']).toEqual(before);
    const properties = readFileSync(
      data('symbol-properties/symbol-properties-database.csv'),
      'utf8',
    );
    expect(properties).toContain('\noanda,EURUSD,forex,,USD,1,0.00001,1\n');
    expect(report.written.at(-1)).toBe('forex/oanda/daily/eurusd.zip');
    const again = await importContent(folder.path, table(day('2010-01-04'), day('2010-01-05')));
    expect(again.written).toEqual(['equity/usa/daily/test.zip']);
  });

  it('writes bid and ask of currencies and says so', async () => {
    const options = { securityType: 'cfd', market: 'oanda', symbol: 'XAUUSD' } as const;
    const rows = [day('2010-01-04 09:30', 1120.5), day('2010-01-04 09:31', 1120.75)];
    const report = await importContent(folder.path, table(...rows), {
      ...options,
      timezone: 'Europe/Berlin',
    });
    expect(report.written.at(-1)).toBe('cfd/oanda/minute/xauusd/');
    expect(readdirSync(data('cfd/oanda/minute/xauusd'))).toEqual(['20100104_quote.zip']);
    expect(importedBars(report)[0]?.[0]).toBe(Date.parse('2010-01-04T08:30Z'));
    expect(report.notes[0]).toContain('bid and ask are both');
  });

  it('moves the map file back where bars begin before it', async () => {
    await importContent(folder.path, table(day('2010-01-04'), day('2010-01-05')));
    const report = await importContent(folder.path, table(day('2005-01-04'), day('2005-01-05')));
    expect(readFileSync(data('equity/usa/map_files/test.csv'), 'utf8')).toMatch(
      /^20050104,test,P\n/,
    );
    expect(report.notes.join()).toContain('moved back');
  });

  it('warns where splits would be taken out of the prices a second time', async () => {
    mkdirSync(data('equity/usa/factor_files'), { recursive: true });
    writeFileSync(data('equity/usa/factor_files/test.csv'), '20100101,1,0.5,10\n20501231,1,1,0\n');
    const report = await importContent(folder.path, table(day('2010-01-04'), day('2010-01-05')));
    expect(report.notes.join()).toContain('"normalization": "Raw"');
  });

  it('takes no market that it does not know without its zone', async () => {
    const content = table(day('2010-01-04'), day('2010-01-05'));
    const options = { market: 'xetra' };
    await expect(importContent(folder.path, content, options)).rejects.toThrow('--timezone');
    const zoned = { ...options, timezone: 'Europe/Berlin' };
    expect(await importContent(folder.path, content, zoned)).toMatchObject({
      data_timezone: 'Europe/Berlin',
    });
    await expect(importContent(folder.path, content, { timezone: 'Mars/Olympus' })).rejects.toThrow(
      'found "Mars/Olympus"',
    );
  });

  it('writes the same bytes again', async () => {
    const content = table(day('2010-01-04'), day('2010-01-05'));
    await importContent(folder.path, content);
    const first = readFileSync(data('equity/usa/daily/test.zip'));
    await importContent(folder.path, content);
    expect(readFileSync(data('equity/usa/daily/test.zip'))).toEqual(first);
  });
});
