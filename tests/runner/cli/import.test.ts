import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { BarImportOptions, BarImportReport } from '../../../runner/domain/bar-import.ts';
import { commandLine } from './command-line.ts';

describe('leantune import', () => {
  const report: BarImportReport = {
    symbol: 'SAP',
    security_type: 'equity',
    market: 'xetra',
    resolution: 'hour',
    data_folder: '/srv/lean',
    timezone: 'UTC',
    data_timezone: 'Europe/Berlin',
    files: [
      {
        file: '/in/sap.csv',
        rows: 1010,
        delimiter: ';',
        header: true,
        date_order: 'dmy',
        decimal: ',',
      },
    ],
    rows: 1010,
    bars: 1000,
    first: '2010-01-04',
    last: '2010-06-30',
    out_of_order: 3,
    duplicates: { count: 2, differing: 1, shown: ['2010-01-04 09:00'] },
    bad_rows: {
      count: 8,
      shown: [{ file: '/in/sap.csv', line: 7, wanted: 'a price above 0 as open', found: '"0"' }],
    },
    gaps: {
      missing_days: 1,
      days: [{ start: '2010-02-01', end: '2010-02-01', missing: 1 }],
      missing_minutes: 0,
      days_with_missing_minutes: 0,
      minutes: [],
    },
    written: ['equity/xetra/hour/sap.zip'],
    notes: ['something to know'],
    seconds: 0.12,
  };

  test('hands the flags on and tells what was done', async () => {
    const asked: BarImportOptions[] = [];
    using cli = commandLine({
      importBars: async (options) => {
        asked.push(options);
        return report;
      },
    });
    const flags = '--symbol sap --market xetra --delimiter tab --columns date,-,close --data lean';
    const { code, out, err } = await cli.run('import', '/in/sap.csv', ...flags.split(' '));
    expect(asked).toEqual([
      {
        files: ['/in/sap.csv'],
        symbol: 'SAP',
        securityType: 'equity',
        market: 'xetra',
        dataFolder: resolve('lean'),
        replace: false,
        strict: false,
        delimiter: '\t',
        columns: ['date', '-', 'close'],
      },
    ]);
    expect([code, err]).toEqual([0, 'Warning: 8 rows hold no bar and were left out\n']);
    for (const text of [
      'SAP: 1,000 hour bars, 2010-01-04 to 2010-06-30',
      '1,010 rows of /in/sap.csv in 0.1 s (split by semicolon, headings, dates dmy, decimal comma)',
      'read in UTC, kept in Europe/Berlin',
      '3 rows, sorted',
      '2 dropped, 1 of them unlike the row that was kept (2010-01-04 09:00)',
      '/in/sap.csv (line 7): wanted a price above 0 as open, found "0"\n  and 7 more',
      'Days without bars: 2010-02-01',
      'Note: something to know',
      'In a job: "symbol": "SAP", "market": "xetra", "resolution": "hour", "data": "/srv/lean"',
    ]) {
      expect(out).toContain(text);
    }
    // The command has no flag for the market.
    expect(out).not.toContain('Try it');
  });

  test('writes to the data folder of the environment, else to one beside config and runs', async () => {
    const folders: string[] = [];
    using cli = commandLine({
      importBars: async ({ dataFolder }) => {
        folders.push(dataFolder);
        return report;
      },
    });
    vi.stubEnv('LEAN_DATA_HOST_PATH', '');
    await cli.run('import', 'a.csv', '--symbol', 'SPY');
    vi.stubEnv('LEAN_DATA_HOST_PATH', '/srv/lean');
    await cli.run('import', 'a.csv', '--symbol', 'SPY');
    vi.unstubAllEnvs();
    expect(folders).toEqual([join(cli.home, 'data'), '/srv/lean']);
  });
});
