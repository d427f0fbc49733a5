import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { BarImportOptions } from '../../../../runner/domain/bar-import.ts';
import { InputError } from '../../../../runner/domain/errors.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { type Bar, importContent, importedBars } from './imported-bars.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const bar = (time: string, volume = 100): Bar => [
  Date.parse(`${time}Z`),
  10,
  12.5,
  9.25,
  11,
  volume,
];
const DAYS = [bar('2010-01-04T00:00'), bar('2010-01-05T00:00'), bar('2010-01-13T00:00')];
const MINUTES = [bar('2010-01-04T09:30'), bar('2010-01-04T09:31'), bar('2010-01-05T09:30')];
const lines = (head: string, row: string, times: readonly string[]): string =>
  `${[head, ...times.map((time) => row.replace('@', time))].filter((line) => line !== '').join('\n')}\n`;

interface Dialect {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly bars: readonly Bar[];
  readonly options?: Partial<BarImportOptions>;
}

const HEAD = 'Date,Open,High,Low,Close,Volume';
const ROW = '@,10,12.5,9.25,11,100';
const ISO = ['2010-01-04', '2010-01-05', '2010-01-13'];
const US = ['01/04/2010', '01/05/2010', '01/13/2010'];
const EUROPEAN = ['04.01.2010', '05.01.2010', '13.01.2010'];
const METATRADER = ['2010.01.04,09:30', '2010.01.04,09:31', '2010.01.05,09:30'];
const at = (text: string): number => Date.parse(text);

const dialects: Dialect[] = [
  { name: 'ISO days', content: lines(HEAD, ROW, ISO), bars: DAYS },
  { name: 'no headings', content: lines('', ROW, ISO), bars: DAYS },
  {
    name: 'no last line break, CRLF and a mark',
    content: `\ufeff${lines(HEAD, ROW, ISO).trimEnd().replaceAll('\n', '\r\n')}`,
    bars: DAYS,
  },
  {
    name: 'blank lines and a comment',
    content: `# made by hand\n\n${lines(HEAD, ROW, ISO).replaceAll('\n', '\n\n')}`,
    bars: DAYS,
  },
  {
    name: 'quoted fields',
    content: lines(
      '"Date","Open","High","Low","Close","Volume"',
      '"@","10","12.5","9.25","11","1,000"',
      ISO,
    ),
    bars: DAYS.map(([...values]) => [...values.slice(0, 5), 1000] as unknown as Bar),
  },
  {
    name: 'columns in another order, dollars, adjusted close',
    content: lines(
      'Date,Close/Last,Volume,Open,High,Low,Adj Close',
      '@,$11.00,100,$10.00,$12.50,$9.25,3',
      US,
    ),
    bars: DAYS,
  },
  { name: 'month first', content: lines(HEAD, ROW, US), bars: DAYS },
  {
    name: 'day first, semicolon, decimal comma',
    content: lines('date;open;high;low;close;volume', '@;10,0;12,5;9,25;11,00;100', EUROPEAN),
    bars: DAYS,
  },
  {
    name: 'decimal comma with thousands',
    content: lines('date;open;high;low;close', '@;1.010,0;1.012,5;1.009,25;1.011,00', EUROPEAN),
    bars: DAYS.map(([time]) => [time, 1010, 1012.5, 1009.25, 1011, 0] as const),
  },
  {
    name: 'days as told',
    content: lines('', ROW, US.slice(0, 2)),
    bars: [bar('2010-04-01T00:00'), bar('2010-05-01T00:00')],
    options: { dateFormat: 'DD/MM/YYYY', resolution: 'daily' },
  },
  {
    name: 'digits alone',
    content: lines('', ROW, ['20100104', '20100105', '20100113']),
    bars: DAYS,
  },
  {
    name: 'columns as told',
    content: lines('', 'X,@,11,10,12.5,9.25,?,100', ISO),
    bars: DAYS,
    options: { columns: ['-', 'date', 'close', 'open', 'high', 'low', '-', 'volume'] },
  },
  {
    name: 'days in seconds since 1970',
    content: lines(
      'time,open,high,low,close,volume',
      ROW,
      ISO.map((day) => String(at(day) / 1000)),
    ),
    bars: DAYS,
  },
  {
    name: "days as the moments of the market's opening",
    content: lines(
      'timestamp,open,high,low,close,volume',
      ROW,
      ISO.map((day) => String(at(`${day}T14:30Z`) / 1000)),
    ),
    bars: DAYS,
  },
  {
    name: 'days with the distance from UTC',
    content: lines(
      'Date,Open,High,Low,Close,Volume',
      ROW,
      ISO.map((day) => `${day} 00:00:00-05:00`),
    ),
    bars: DAYS,
  },
  { name: 'MetaTrader 4', content: lines('', ROW, METATRADER), bars: MINUTES },
  {
    name: 'MetaTrader 5',
    content: lines(
      '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      ROW.replaceAll(',', '\t').replace('100', '7\t100\t3'),
      METATRADER.map((time) => `${time.replace(',', '\t')}:00`),
    ),
    bars: MINUTES,
  },
  { name: 'UTF-16', content: Buffer.from(`\ufeff${lines(HEAD, ROW, ISO)}`, 'utf16le'), bars: DAYS },
  { name: 'packed', content: gzipSync(lines(HEAD, ROW, ISO)), bars: DAYS },
  {
    name: 'HistData',
    content: lines('', ROW.replaceAll(',', ';'), [
      '20100104 093000',
      '20100104 093100',
      '20100105 093000',
    ]),
    bars: MINUTES,
  },
  {
    name: 'date and time of digits',
    content: lines(
      'ticker|date|time|open|high|low|close|vol',
      ROW.replaceAll(',', '|').replace('@', 'T|@'),
      ['20100104|93000', '20100104|93100', '20100105|93000'],
    ),
    bars: MINUTES,
  },
  {
    name: 'half days',
    content: lines(HEAD, ROW, [
      '1/4/2010 9:30 AM',
      '1/4/2010 9:31 AM',
      '1/5/2010 9:30:00 am',
      '1/13/2010 1:00 PM',
    ]),
    bars: [...MINUTES, bar('2010-01-13T13:00')],
  },
  {
    name: 'moments in UTC',
    content: lines('datetime,open,high,low,close,volume', ROW, [
      '2010-01-04T14:30:00Z',
      '2010-01-04T14:31:00.000Z',
      '2010-01-05T09:30:00-0500',
    ]),
    bars: MINUTES,
  },
  {
    name: 'UTC by the heading',
    content: lines('Gmt time,Open,High,Low,Close,Volume', ROW, [
      '04.01.2010 14:30:00.000',
      '04.01.2010 14:31:00.000',
      '05.01.2010 14:30:00.000',
    ]),
    bars: MINUTES,
    options: { dateFormat: 'dmy' },
  },
  {
    name: 'the zone by the heading',
    content: lines('Time (EET),Open,High,Low,Close,Volume', ROW, [
      '2010.01.04 16:30:00',
      '2010.01.04 16:31:00',
      '2010.01.05 16:30:00',
    ]),
    bars: MINUTES,
  },
  {
    name: 'headings in German',
    content: `\ufeff${lines(
      'Datum;Zeit;Eröffnung;Hoch;Tief;Schluss;Volumen',
      '@;10;12,5;9,25;11;100',
      ['04.01.2010;09:30', '04.01.2010;09:31', '05.01.2010;09:30'],
    ).replaceAll('\n', '\r\n')}`,
    bars: MINUTES,
    options: { dateFormat: 'dmy' },
  },
  {
    name: 'another zone',
    content: lines('', ROW, ['2010-01-04 15:30', '2010-01-04 15:31', '2010-01-05 15:30']),
    bars: MINUTES,
    options: { timezone: 'Europe/Berlin' },
  },
  {
    name: 'milliseconds since 1970',
    content: lines('unix,date,symbol,open,high,low,close,Volume BTC', ROW.replace('@', '@,,X'), [
      '1262615400000',
      '1262615460000',
      '1262701800000',
    ]),
    bars: MINUTES,
  },
  {
    name: 'a line above the headings',
    content: `https://example.com\n${lines(HEAD, ROW, ISO)}`,
    bars: DAYS,
  },
];

describe('importBars() reads', () => {
  for (const { name, content, bars, options } of dialects) {
    it(name, async () => {
      const path = name === 'packed' ? 'packed.csv.gz' : undefined;
      const report = await importContent(folder.path, content, options, path);
      expect(report.bad_rows).toEqual({ count: 0, shown: [] });
      expect(report.rows).toBe(bars.length);
      expect(importedBars(report)).toEqual(bars);
    });
  }
});

it('importBars() reads on after an open quote, a formula and numbers without end', async () => {
  const [first = '', second = '', third = ''] = ISO.map((day) => ROW.replace('@', day));
  const odd = [`"${second}`, ROW.replace('@', '=cmd()'), second.replace('10', '1e999')];
  const report = await importContent(folder.path, [HEAD, first, ...odd, second, third].join('\n'));
  expect(importedBars(report)).toEqual(DAYS);
  expect(report.bad_rows.shown.map(({ line }) => line)).toEqual([3, 4, 5]);
});

describe('importBars() refuses', () => {
  const refused = [
    ['dates that fit both', lines(HEAD, ROW, US.slice(0, 2)), '--date-format: wanted mdy or dmy'],
    ['no table', 'some text\nand more\n', 'wanted rows of a date and four prices'],
    ['an empty file', '', 'found an empty file'],
    [
      'headings that it does not know',
      lines('a,b,c,d,e,f', ROW, ISO),
      'or their names by --columns',
    ],
    [
      'weekly bars',
      lines(HEAD, ROW, ['2010-01-04', '2010-01-11', '2010-01-18']),
      'found bars 7 days apart',
    ],
    [
      'nothing but bad rows',
      lines(HEAD, '@,-1,-1,-1,-1,0', ISO),
      'wanted a price above 0 as open, found "-1"',
    ],
  ] as const;
  it('what is not packed though its name says so', async () => {
    const content = lines(HEAD, ROW, ISO);
    await expect(importContent(folder.path, content, {}, 'not-packed.csv.gz')).rejects.toThrow(
      InputError,
    );
  });

  it('a line without end', async () => {
    const content = lines(HEAD, ROW, ISO) + 'x'.repeat(3 << 20);
    await expect(importContent(folder.path, content)).rejects.toThrow('lines of at most 1 MB');
  });

  for (const [name, content, message] of refused) {
    it(name, async () => {
      await expect(importContent(folder.path, content)).rejects.toThrow(message);
    });
  }
});
