import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, residentMb } from '../../runner/run/memory-used.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
/** The run is killed for the measurement of resumes when so much of it is done. */
const KILLED_AT = 0.95;

/**
 * The expanded grid of the Initial Balance, 1,478,400 sets, on 742 made-up days of one-minute bars:
 * complete with all outputs; memory of all processes; and how long a resume takes to its first new
 * evaluation when most of it is done, with and without the checkpoint.
 */
export async function benchGrid(): Promise<void> {
  using folder = temporaryFolder();
  const data = join(folder.path, 'prepared');
  await run(folder.path, ['prepare', '--synthetic', 'GER40', '--days', '742', '--out', data]);
  const job = join(folder.path, 'job.json');
  writeFileSync(job, JSON.stringify({ ...grid, data }));

  const whole = join(folder.path, 'whole');
  const started = performance.now();
  const { resident, proportional } = await run(whole, ['optimize', job, '--json']);
  const seconds = (performance.now() - started) / 1000;
  const bytes = statSync(fileIn(whole, 'evaluations.jsonl')).size;
  console.log(`complete with all outputs in ${seconds.toFixed(1)} s`);
  console.log(`at most ${resident} MB resident in all processes together (sum of RSS)`);
  console.log(`at most ${proportional} MB with pages that they share counted once (sum of PSS)`);
  rmSync(whole, { recursive: true, maxRetries: 5 });

  const killed = join(folder.path, 'killed');
  await resumed(killed, job, () => sizeIn(killed) >= bytes * KILLED_AT);
  const withCheckpoint = await resumed(killed, job);
  console.log(
    `first new evaluation ${withCheckpoint.toFixed(1)} s after the start, by the checkpoint`,
  );
  rmSync(fileIn(killed, 'checkpoint.json'));
  const without = await resumed(killed, job);
  console.log(`first new evaluation ${without.toFixed(1)} s after the start, without it`);
}

const grid = {
  name: 'bench-grid',
  strategy: 'initial-balance',
  symbol: 'GER40',
  security_type: 'cfd',
  resolution: 'minute',
  start: '2023-01-02',
  end: '2025-11-04',
  parameters: 'config/spaces/ib-expanded.json',
  fixed_parameters: { news_filter: false },
  fitness: {
    name: 'composite',
    min_trades: 10,
    min_profit_factor: 0,
    terms: [
      { metric: 'total_r', weight: 0.4, range: [-100, 100] },
      { metric: 'sharpe_ratio', weight: 0.35, range: [-3, 3] },
      { metric: 'winrate', weight: 0.25, range: [0, 100] },
    ],
  },
  stages: [{ sampler: 'grid' }],
  seed: 42,
  slots: 2,
};

function start(home: string, args: readonly string[]): ChildProcess {
  mkdirSync(home, { recursive: true });
  return spawn(process.execPath, [join(root, 'runner/cli/leantune.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, LEANTUNE_HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

interface Peak {
  readonly resident: number;
  readonly proportional: number;
}

/** Runs a command to its end. Returns the most memory of all its processes, in MB. */
async function run(home: string, args: readonly string[]): Promise<Peak> {
  const child = start(home, args);
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const gone = once(child, 'exit');
  let [resident, proportional] = [0, 0];
  while (child.exitCode === null) {
    resident = Math.max(resident, residentMb(String(child.pid)));
    proportional = Math.max(proportional, proportionalMb(String(child.pid)));
    await Promise.race([sleep(200), gone]);
  }
  if (child.exitCode === 0) {
    return { resident: Math.round(resident), proportional: Math.round(proportional) };
  }
  throw new Error(`Cannot bench ${args[0]}: ${Buffer.concat(errors)}`);
}

/** Of a process and those that it started; it may end while it is looked at. */
function proportionalMb(pid: string): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const own = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / 1024;
    return own + childrenOf(pid).reduce((sum, child) => sum + proportionalMb(child), 0);
  } catch {
    return 0;
  }
}

/** Starts a run and kills it. Returns the seconds from the start to its first new line. */
async function resumed(home: string, job: string, isEnough = () => true): Promise<number> {
  const before = sizeIn(home);
  const started = performance.now();
  const child = start(home, ['optimize', job, '--json']);
  child.stderr?.resume();
  while (sizeIn(home) === before && child.exitCode === null) await sleep(5);
  const seconds = (performance.now() - started) / 1000;
  while (!isEnough() && child.exitCode === null) await sleep(100);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  return seconds;
}

function sizeIn(home: string): number {
  const file = fileIn(home, 'evaluations.jsonl');
  return existsSync(file) ? statSync(file).size : 0;
}

function fileIn(home: string, name: string): string {
  const runs = join(home, 'runs');
  const folders = existsSync(runs) ? readdirSync(runs) : [];
  const id = folders.find((folder) => /^\d{8}_\d{6}$/.test(folder)) ?? 'none';
  return join(runs, id, 'GER40', name);
}
