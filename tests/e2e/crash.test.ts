import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  return spawn(process.execPath, [join(root, 'runner/main.ts'), 'optimize', config, '--json'], {
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
    600_000,
  );
});

/** There is none before the first run folder stands. */
function deleteCheckpoint(home: string): void {
  for (const run of readdirSync(join(home, 'runs'), { withFileTypes: true })) {
    if (run.isDirectory())
      rmSync(join(home, 'runs', run.name, 'SPX', 'checkpoint.json'), { force: true });
  }
}
