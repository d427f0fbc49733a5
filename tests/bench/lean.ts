import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { createArtifactCache } from '../../runner/executors/artifact-cache.ts';
import { compileStrategy } from '../../runner/executors/compile-strategy.ts';
import { createFingerprints } from '../../runner/executors/fingerprint.ts';
import { readLeanProject } from '../../runner/executors/lean-project.ts';
import { localToolchain } from '../../runner/executors/lean-toolchain.ts';
import { projectRoot, setupOf } from '../fixtures/executor-under-test.ts';
import {
  fresh,
  keyOf,
  type LeanCase,
  type LeanFigures,
  type LeanSet,
  optimizer,
  ours,
  plain,
} from './lean-contestants.ts';

const STRATEGY = 'harness/lean/strategies/sma-cross';
/** More would take the others an hour. */
const FRESH_MOST = 8;

/**
 * Backtests on LEAN itself: our harness, a fresh process for each, a plain harness that stays loaded
 * and leaves LEAN's result files (LEAN_PLAIN_HARNESS names the program), and LEAN's own optimizer
 * (LEAN_OPTIMIZER_PATH names QuantConnect.Optimizer.Launcher.dll). One after the other in each line
 * of cases, so that a busy machine is busy for all. LEAN_PATH names LEAN, LEAN_BENCH_DATA its data.
 */
export async function benchLean(): Promise<void> {
  const { LEAN_PATH: lean, LEAN_PLAIN_HARNESS: harness, LEAN_OPTIMIZER_PATH: own } = process.env;
  const data = resolve(projectRoot, process.env['LEAN_BENCH_DATA'] ?? '../shared/lean-data');
  if (lean === undefined || !existsSync(lean) || !existsSync(data)) {
    console.log('skipped: LEAN_PATH names LEAN, LEAN_BENCH_DATA a folder of data with SPY');
    return;
  }
  if (harness === undefined) console.log('plain harness skipped: LEAN_PLAIN_HARNESS names none');
  if (own === undefined) console.log("LEAN's optimizer skipped: LEAN_OPTIMIZER_PATH names none");
  const folder = mkdtempSync(join(tmpdir(), 'leantune-lean-'));
  try {
    const assembly = await compile(realpathSync(lean), join(folder, 'cache'));
    const only = process.argv.find((word) => /^--(daily|minute)$/.test(word))?.slice(2);
    for (const resolution of ['daily', 'minute'] as const) {
      if (only !== undefined && only !== resolution) continue;
      for (const [slows, workers] of [
        [2, 1],
        [2, 2],
        [10, 1],
        [10, 2],
      ] as const) {
        const given = { lean: realpathSync(lean), data, assembly, folder };
        await compare({ ...caseOf(given, resolution, slows), workers }, { harness, own });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function compile(lean: string, cacheFolder: string): Promise<string> {
  const fingerprints = createFingerprints(join(cacheFolder, 'fingerprints.json'));
  return await compileStrategy(readLeanProject(resolve(projectRoot, STRATEGY)), {
    toolchain: await localToolchain(lean, fingerprints),
    cache: createArtifactCache(join(cacheFolder, 'artifacts')),
    fingerprints,
    harnessVersion: '',
    skip: false,
  });
}

type Given = Pick<LeanCase, 'lean' | 'data' | 'assembly' | 'folder'>;

function caseOf(given: Given, resolution: 'daily' | 'minute', slows: number) {
  const dates =
    resolution === 'daily'
      ? { start: '2005-01-01', end: '2015-12-31' }
      : { start: '2013-10-07', end: '2013-10-11' };
  const grid = {
    fast: { min: 5, max: 12, step: 1 },
    slow: { min: 30, max: 20 + 10 * slows, step: 10 },
  };
  const setup: BacktestSetup = {
    ...setupOf(given.data, ''),
    engine: 'lean',
    strategy: STRATEGY,
    symbol: 'SPY',
    resolution,
    dates,
    cash: 100_000,
  };
  const sets = Array.from(
    { length: 8 * slows },
    (_, index): LeanSet => ({ fast: 5 + (index % 8), slow: 30 + 10 * Math.floor(index / 8) }),
  );
  const parameters = { resolution, startDate: dates.start, endDate: dates.end, benchmark: 'self' };
  return { ...given, setup, grid, sets, parameters };
}

async function compare(
  given: LeanCase,
  programs: { readonly harness: string | undefined; readonly own: string | undefined },
): Promise<void> {
  const { harness, own } = programs;
  const contestants: (readonly [string, (given: LeanCase) => Promise<LeanFigures>, number])[] = [
    ['ours', ours, Number.POSITIVE_INFINITY],
    ['fresh process', fresh, FRESH_MOST],
  ];
  const all = Number.POSITIVE_INFINITY;
  if (harness !== undefined) contestants.push(['plain harness', (it) => plain(it, harness), all]);
  // A process a backtest, too: the rate is the same for more.
  if (own !== undefined) contestants.push(["LEAN's optimizer", (it) => optimizer(it, own), 16]);
  const equity = new Map<string, string>();
  console.log(
    `\n${given.setup.resolution}, ${given.sets.length} evaluations, ${given.workers} at a time`,
  );
  for (const [name, run, most] of contestants) {
    const sets = given.sets.slice(0, most);
    // The optimizer's grid is whole or not at all.
    if (run.length === 1 && name.startsWith('LEAN') && given.sets.length > most) continue;
    const folder = join(given.folder, `run-${Math.random().toString(36).slice(2)}`);
    mkdirSync(folder);
    const figures = await run({ ...given, sets, folder });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    print(name, figures, given.workers);
    for (const set of sets) check(name, set, { figures, equity });
  }
}

function check(
  name: string,
  set: LeanSet,
  { figures, equity }: { readonly figures: LeanFigures; readonly equity: Map<string, string> },
): void {
  const key = keyOf(set);
  const found = figures.equity.get(key);
  const wanted = equity.get(key) ?? found;
  if (found === undefined || wanted !== found) {
    console.log(`DIFFERS: ${name} has ${found} for ${key}, the others ${wanted}`);
  } else equity.set(key, found);
}

function print(name: string, { ends, cpu, memoryMb }: LeanFigures, workers: number): void {
  const [count, wall] = [ends.length, Math.max(...ends)];
  // Where each worker has had its first backtest, what is left is at their own rate.
  const first = [...ends].sort((a, b) => a - b)[workers - 1] ?? wall;
  const steady = wall > first ? `${((count - workers) / (wall - first)).toFixed(2)}/s` : '–';
  const cells = [
    `${(count / wall).toFixed(2)}/s`,
    wall > first ? `first ${first.toFixed(1)} s` : '',
    `steady ${steady}`,
    `${((1_000 * cpu) / count).toFixed(0)} ms of processor each`,
    Number.isNaN(memoryMb) ? '' : `${memoryMb.toFixed(0)} MB`,
    `n ${count}, load ${loadavg()[0]?.toFixed(1)}`,
  ];
  console.log(`  ${name.padEnd(18)} ${cells.filter((cell) => cell !== '').join('   ')}`);
}
