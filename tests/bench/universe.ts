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
 * use the slots as fully as one search does. Twice the rate is the most that there is, and only
 * where the process that asks and writes costs nothing: alone on one slot it has a core to itself,
 * so the same is measured with everything on one core.
 */
export async function benchUniverse(): Promise<void> {
  if (!existsSync(data)) return console.log(`Skipped: no folder ${data}`);
  const four = rateOf({ symbols, slots: 2, symbols_parallel: 2 });
  console.log(`4 symbols on 2 slots: ${Math.round(four)} evaluations/s`);
  compare('1 slot', four, []);
  if (process.platform === 'linux') compare('1 slot and 1 core', four, ['taskset', '-c', '0']);
}

function compare(name: string, four: number, launcher: readonly string[]): void {
  const rates = symbols.map((symbol) => rateOf({ symbols: [symbol], slots: 1 }, launcher));
  const one = rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);
  console.log(
    `1 symbol on ${name}: ${Math.round(one)} evaluations/s (mean of ${symbols.join(', ')}); ` +
      `${(four / one).toFixed(2)} times as many, ${Math.round((four / one) * 50)} % of twice`,
  );
}

/** Evaluations a second of a whole run, everything written. */
function rateOf(job: object, launcher: readonly string[] = []): number {
  using home = temporaryFolder();
  const file = join(home.path, 'job.json');
  writeFileSync(file, JSON.stringify({ ...COMMON, ...dates, ...job }));
  const main = join(root, 'runner/main.ts');
  const [program = '', ...args] = [...launcher, process.execPath, main, 'optimize', file, '--json'];
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, LEANTUNE_HOME: home.path },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
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
