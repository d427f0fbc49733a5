import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
/** Of each symbol. */
const EVALUATIONS = 10_000;

const shared = process.env['LEANTUNE_SHARED'] ?? resolve(root, '../shared');
const data = join(shared, 'lean-data');

/** Stocks with all days of these years, so that a backtest of each has as many bars. */
const symbols = ['SPY', 'AAPL', 'IBM', 'BAC'];
const dates = { start: '2005-01-03', end: '2015-12-31' };

/**
 * Four symbols on two slots against each of them alone on one slot: whether symbols side by side
 * use the slots as fully as one search does. Twice the rate is the most that there is.
 */
export async function benchUniverse(): Promise<void> {
  if (!existsSync(data)) return console.log(`Skipped: no folder ${data}`);
  const seconds = symbols.map((symbol) => 1 / rateOf({ symbols: [symbol], slots: 1 }));
  const one = symbols.length / seconds.reduce((sum, each) => sum + each, 0);
  const four = rateOf({ symbols, slots: 2, symbols_parallel: 2 });
  const share = Math.round((four / (2 * one)) * 100);
  console.log(
    `1 symbol on 1 slot: ${Math.round(one)} evaluations/s (mean of ${symbols.join(', ')})`,
  );
  console.log(`4 symbols on 2 slots: ${Math.round(four)} evaluations/s`);
  console.log(`ratio ${(four / one).toFixed(2)}, ${share} % of twice`);
}

/** Evaluations a second of a whole run, everything written. */
function rateOf(job: object): number {
  using home = temporaryFolder();
  const file = join(home.path, 'job.json');
  writeFileSync(file, JSON.stringify({ ...COMMON, ...dates, ...job }));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'runner/main.ts'), 'optimize', file, '--json'],
    {
      cwd: root,
      env: { ...process.env, LEANTUNE_HOME: home.path },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(`Cannot bench a universe: ${stderr}`);
  const { record } = JSON.parse(stdout) as { record: { evaluations_per_second: number } };
  return record.evaluations_per_second;
}

const COMMON = {
  name: 'universe',
  strategy: 'sma-cross',
  data,
  parameters: [
    { name: 'fast', type: 'int', min: 2, max: 201 },
    { name: 'slow', type: 'int', min: 2, max: 301 },
  ],
  stages: [{ sampler: 'random', samples: EVALUATIONS }],
};
