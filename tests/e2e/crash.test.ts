import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../runner/domain/random.ts';
import { comparableLines } from '../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const KILLS = 30;

/** All four stages, more than 400 evaluations of 60 ms each in one slot. */
const job = {
  name: 'crash',
  strategy: 'tests/fixtures/strategies/slow-sma-cross.ts',
  data: 'sample',
  symbol: 'SPX',
  start: '2000-01-03',
  end: '2004-12-31',
  holdout: { start: '2004-01-01', end: '2004-12-31' },
  parameters: [
    { name: 'fast', type: 'int', min: 2, max: 60 },
    { name: 'slow', type: 'int', min: 20, max: 200 },
  ],
  rules: ['fast < slow'],
  fitness: { name: 'net_profit', min_trades: 1 },
  stages: [
    { sampler: 'lhs', samples: 120 },
    { sampler: 'tpe', samples: 100, batch_size: 8 },
    {
      sampler: 'genetic',
      population_size: 40,
      generations: 40,
      batch_size: 7,
      mutation_probability: 0.4,
      early_stopping_generations: 40,
      seed_from_previous: true,
      n_seeds: 10,
    },
    { sampler: 'local_grid', top_n: 3, radius: 1, max_neighbors: 40 },
  ],
  seed: 7,
};

function start(home: string, slots: number): ChildProcess {
  const config = join(home, 'job.json');
  mkdirSync(home, { recursive: true });
  writeFileSync(config, JSON.stringify({ ...job, slots }));
  return startMain(['optimize', config, '--json'], home);
}

function startMain(args: readonly string[], home: string): ChildProcess {
  return spawn(process.execPath, [join(root, 'runner/main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, LEANTUNE_HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<void> {
  const errors: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdout?.resume();
  const [code] = await once(child, 'exit');
  expect(code, Buffer.concat(errors).toString()).toBe(0);
}

function runFolder(home: string): string {
  const runs = readdirSync(join(home, 'runs')).filter((name) => /^\d{8}_\d{6}$/.test(name));
  expect(runs, 'one job makes one run').toHaveLength(1);
  return join(home, 'runs', runs[0] ?? '');
}

describe('a run killed with SIGKILL at 30 random instants', () => {
  test.concurrent.each([
    { slots: 1, withoutCheckpoint: false },
    { slots: 2, withoutCheckpoint: true },
  ])(
    'ends as the run that was never killed: $slots slots, checkpoint deleted: $withoutCheckpoint',
    async ({ slots, withoutCheckpoint }) => {
      using folder = temporaryFolder();
      const [unbroken, killed] = [join(folder.path, 'unbroken'), join(folder.path, 'killed')];
      const straight = finish(start(unbroken, 3 - slots));
      const seed = Date.now() % 1_000_000;
      console.log(`crash: seed ${seed}, ${slots} slots`);
      const random = randomFrom(seed, slots, 0);
      for (let kill = 0; kill < KILLS; kill++) {
        const child = start(killed, slots);
        const gone = once(child, 'exit');
        await Promise.race([sleep(200 + random() * 1_800), gone]);
        child.kill('SIGKILL');
        await gone;
        if (withoutCheckpoint && existsSync(join(killed, 'runs'))) deleteCheckpoint(killed);
      }
      await finish(start(killed, slots));
      await straight;
      const lines = comparableLines(runFolder(killed), 'SPX');
      expect(lines.length).toBeGreaterThanOrEqual(400);
      const stages = new Set(lines.map((line) => JSON.parse(line).stage));
      expect([...stages]).toEqual(['lhs', 'tpe', 'genetic', 'local_grid', 'holdout']);
      expect(lines).toEqual(comparableLines(runFolder(unbroken), 'SPX'));
    },
    1_800_000,
  );
});

/** The standard grid of the Initial Balance on 40 made-up days: 34,560 sets in some seconds. */
const grid = {
  name: 'grid-crash',
  strategy: 'initial-balance',
  symbol: 'GER40',
  security_type: 'cfd',
  resolution: 'minute',
  start: '2023-01-02',
  end: '2023-02-24',
  parameters: 'config/spaces/ib-standard.json',
  fixed_parameters: { news_filter: false },
  fitness: { name: 'net_profit', min_trades: 1, min_profit_factor: 0 },
  stages: [{ sampler: 'grid' }],
  seed: 42,
};
const GRID_KILLS = 10;

function startGrid(home: string, data: string): ChildProcess {
  mkdirSync(home, { recursive: true });
  const config = join(home, 'job.json');
  writeFileSync(config, JSON.stringify({ ...grid, data, slots: 2 }));
  return startMain(['optimize', config, '--json'], home);
}

describe('a grid killed with SIGKILL ten times', () => {
  test('ends with the evaluations, columns and results of one that never was', async () => {
    using folder = temporaryFolder();
    const [unbroken, killed] = [join(folder.path, 'unbroken'), join(folder.path, 'killed')];
    const data = join(folder.path, 'prepared');
    const prepare = ['prepare', '--synthetic', 'GER40', '--days', '40', '--out', data];
    await finish(startMain(prepare, folder.path));
    await finish(startGrid(unbroken, data));
    const seed = Date.now() % 1_000_000;
    console.log(`grid crash: seed ${seed}`);
    const random = randomFrom(seed, 0, 0);
    for (let kill = 0; kill < GRID_KILLS; kill++) {
      const child = startGrid(killed, data);
      const gone = once(child, 'exit');
      const lines = linesIn(killed);
      // Not before something new is on the disk, so that kills find it at work.
      while (linesIn(killed) === lines && child.exitCode === null) await sleep(20);
      await Promise.race([sleep(random() * 1_200), gone]);
      child.kill('SIGKILL');
      await gone;
      const fate = FATES[kill % FATES.length];
      if (existsSync(join(killed, 'runs')))
        fate?.(join(runFolder(killed), 'GER40', 'checkpoint.json'));
    }
    await finish(startGrid(killed, data));
    const [one, other] = [runFolder(unbroken), runFolder(killed)];
    const lines = comparableLines(other, 'GER40');
    expect(lines).toHaveLength(34_560);
    expect(lines).toEqual(comparableLines(one, 'GER40'));
    const reports = readdirSync(join(one, 'GER40', 'reports'));
    expect(reports).toContain('GER40_full_results.parquet');
    expect(readdirSync(join(other, 'GER40', 'reports'))).toEqual(reports);
    for (const name of reports.filter((file) => !file.endsWith('summary.json'))) {
      const [a, b] = [one, other].map((run) => resultsIn(run, name));
      expect(a?.equals(b ?? Buffer.alloc(0)), name).toBe(true);
    }
  }, 1_800_000);
});

/** What becomes of the checkpoint after a kill. */
const FATES: readonly ((path: string) => void)[] = [
  () => {},
  (path) => rmSync(path, { force: true }),
  (path) => existsSync(path) && truncateSync(path, statSync(path).size >> 1),
  (path) => writeFileSync(path, '{"v":2,"bytes":99,"crc":1}\n'),
];

function linesIn(home: string): number {
  const runs = join(home, 'runs');
  if (!existsSync(runs)) return 0;
  const files = readdirSync(runs).map((run) => join(runs, run, 'GER40', 'evaluations.jsonl'));
  return files.reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}

/** A file of the results without the run's id, which is the time of its start. */
function resultsIn(run: string, name: string): Buffer {
  const bytes = readFileSync(join(run, 'GER40', 'reports', name));
  return name.endsWith('.parquet')
    ? bytes
    : Buffer.from(bytes.toString().replaceAll(basename(run), ''));
}

/** There is none before the first run folder stands. */
function deleteCheckpoint(home: string): void {
  for (const run of readdirSync(join(home, 'runs'), { withFileTypes: true })) {
    if (run.isDirectory())
      rmSync(join(home, 'runs', run.name, 'SPX', 'checkpoint.json'), { force: true });
  }
}
