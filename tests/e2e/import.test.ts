import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { evaluationsOf, leantune } from './leantune-process.ts';

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
const DAY = 86_400_000;
const DAYS = 1500;

/** Daily bars that swing, as a European platform exports them. */
function exported(): string {
  const rows = ['Datum;Date;Open;High;Low;Close;Volume'];
  for (let at = Date.UTC(2010, 0, 4), n = 0; n < DAYS; at += DAY) {
    const date = new Date(at);
    if (date.getUTCDay() % 6 === 0) continue;
    const [year, month, day] = date.toISOString().slice(0, 10).split('-');
    const close = 100 + 20 * Math.sin(n / 40) + n / 100;
    const prices = [close - 0.5, close + 1, close - 1, close].map((price) => price.toFixed(2));
    rows.push(
      [n++, `${day}.${month}.${year}`, ...prices, 1000]
        .join(';')
        .replaceAll(/(?<=;\d+)\.(?=\d\d;)/g, ','),
    );
  }
  return `${rows.join('\r\n')}\r\n`;
}

function write(name: string, text: string): string {
  const file = join(home.path, name);
  writeFileSync(file, text);
  return file;
}

beforeAll(() => leantune(home.path, 'setup'));
afterAll(() => home[Symbol.dispose]());

describe('leantune import', () => {
  it('makes bars that a job runs on at once', SLOW, async () => {
    const csv = write('waves.csv', exported());
    const imported = await leantune(home.path, 'import', csv, '--symbol', 'wave', '--json');
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    const report = JSON.parse(imported.stdout);
    expect(report).toMatchObject({ symbol: 'WAVE', bars: DAYS, bad_rows: { count: 0 } });

    const job = write(
      'wave.json',
      JSON.stringify({
        ...report.use,
        strategy: 'sma-cross',
        parameters: [
          { name: 'fast', type: 'int', min: 5, max: 20, step: 5 },
          { name: 'slow', type: 'int', min: 30, max: 60, step: 10 },
        ],
        fitness: { name: 'net_profit', min_trades: 1 },
        stages: [{ sampler: 'grid' }],
      }),
    );
    const run = await leantune(home.path, 'optimize', job, '--json');
    expect(run.code, run.stderr).toBe(0);
    const { record } = JSON.parse(run.stdout);
    expect(record.state).toBe('complete');
    expect(evaluationsOf(home.path, record.id, 'WAVE')).toHaveLength(16);

    const again = await leantune(home.path, 'import', csv, '--symbol', 'WAVE');
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain('--replace');
  });

  it('warns of bad rows and ends with 0, or with 2 where it is strict', SLOW, async () => {
    const rows = ['2010-01-04,1,2,1,2', '2010-01-05,3,2,1,2', '2010-01-06,1,2,1,2'];
    const csv = write('faulty.csv', rows.join('\n'));
    const strict = await leantune(home.path, 'import', csv, '--symbol', 'BAD', '--strict');
    expect([strict.code, strict.stdout]).toEqual([2, '']);
    const { code, stdout, stderr } = await leantune(
      home.path,
      'import',
      csv,
      '--symbol',
      'BAD',
      '--resolution',
      'daily',
    );
    expect([code, stderr]).toEqual([0, 'Warning: 1 row holds no bar and was left out\n']);
    expect(stdout).toContain('faulty.csv (line 2): wanted a high that no other price exceeds');
    expect(stdout).toContain('npx leantune backtest --strategy buy-and-hold --symbol BAD');
  });

  it('ends with 2 for flags that mean nothing', SLOW, async () => {
    const csv = write('fine.csv', '2010-01-04,1,2,1,2\n2010-01-05,1,2,1,2\n');
    for (const flags of [[], ['--symbol', '../x'], ['--symbol', 'X', '--security-type', 'bond']]) {
      expect((await leantune(home.path, 'import', csv, ...flags)).code).toBe(2);
    }
  });
});
