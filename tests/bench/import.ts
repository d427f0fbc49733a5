import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBars } from '../../harness/embedded/import/import-bars.ts';

const ROWS = 1_000_000;
const MINUTES = 390;
const FIRST = Date.UTC(2010, 0, 4);
const DAY = 86_400_000;

/** Minute bars of weekdays, 9:30 to 16:00, as a broker's export has them; a day at a time. */
function* minuteBars(rows: number): Generator<string> {
  yield 'Date,Time,Open,High,Low,Close,Volume\n';
  let price = 10_000;
  for (let row = 0, day = FIRST; row < rows; day += DAY) {
    if (new Date(day).getUTCDay() % 6 === 0) continue;
    const date = new Date(day).toISOString().slice(0, 10).replaceAll('-', '.');
    let text = '';
    for (let minute = 570; minute < 570 + MINUTES && row < rows; minute++, row++) {
      const clock = [Math.floor(minute / 60), minute % 60].map((part) =>
        `${part}`.padStart(2, '0'),
      );
      price += ((row * 7919) % 21) - 10;
      const prices = [0, 6, -5, 2].map((step) => ((price + step) / 100).toFixed(2));
      text += `${date},${clock.join(':')},${prices.join(',')},${(row * 31) % 5000}\n`;
    }
    yield text;
  }
}

/** Prints how long a million minute bars take from CSV to LEAN's layout. */
export async function benchImport(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-import-'));
  try {
    const file = join(folder, 'bars.csv');
    await writeFile(file, minuteBars(ROWS));
    const megabytes = Math.round((await stat(file)).size / 2 ** 20);
    console.log(`${ROWS.toLocaleString('en-US')} minute bars, ${megabytes} MB of CSV`);
    for (let round = 1; round <= 3; round++) {
      const before = process.cpuUsage();
      const report = await importBars({
        files: [file],
        symbol: 'SPY',
        securityType: 'equity',
        market: 'usa',
        dataFolder: join(folder, 'data'),
        replace: true,
        strict: true,
      });
      const { user, system } = process.cpuUsage(before);
      const memory = Math.round(process.resourceUsage().maxRSS / 1024);
      console.log(
        `round ${round}: ${report.seconds.toFixed(2)} s, processor ${(user / 1e6).toFixed(2)} s + ${(system / 1e6).toFixed(2)} s of the kernel, ${report.bars} bars, at most ${memory} MB`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.main) await benchImport();
