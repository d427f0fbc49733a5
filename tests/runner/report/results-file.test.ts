import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { openSymbolOutputs } from '../../../runner/report/symbol-outputs.ts';
import { readParquet } from '../../fixtures/read-parquet.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { SETS, searchedJob, searchIn, writeLargeSearch } from './large-search.ts';

const FULL = 'SPY_full_results.parquet';
const KILLS = 8;

let folder: ReturnType<typeof temporaryFolder>;
let searched: string;
let atOnce: Buffer;

beforeAll(async () => {
  folder = temporaryFolder();
  searched = join(folder.path, 'searched');
  await writeLargeSearch(searched);
  const own = copy('at-once');
  await using outputs = openSymbolOutputs({ ...searchIn(own), job: searchedJob });
  await outputs.finish();
  atOnce = readFileSync(join(reportsIn(own), FULL));
});

afterAll(() => folder[Symbol.dispose]());

function copy(name: string): string {
  const to = join(folder.path, name);
  cpSync(searched, to, { recursive: true });
  return to;
}

function reportsIn(own: string): string {
  return join(searchIn(own).folder, 'reports');
}

/** Ids at which a search says how far it is. */
function start(own: string, settled: readonly number[]) {
  const program = new URL('./outputs-to-kill.ts', import.meta.url).pathname;
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return spawn(process.execPath, [program, own, ...settled.map(String)], { stdio: [...stdio] });
}

async function finish(own: string, settled: readonly number[]): Promise<Buffer> {
  const child = start(own, settled);
  child.stdout.resume();
  expect(await once(child, 'exit')).toEqual([0, null]);
  return readFileSync(join(reportsIn(own), FULL));
}

describe('the full results as Parquet', () => {
  test('hold every row in order of id', async () => {
    const { rows, metadata } = await readParquet(
      join(reportsIn(join(folder.path, 'at-once')), FULL),
    );
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: SETS }, (_, row) => row + 1));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      50_000, 50_000, 30_000,
    ]);
  });

  test('are the same bytes whenever parts of them were written before', async () => {
    expect((await finish(copy('by-and-by'), [50_000, 100_000])).equals(atOnce)).toBe(true);
    expect((await finish(copy('late'), [120_000])).equals(atOnce)).toBe(true);
  });

  test('are the same bytes after kills at any instant, and after a file cut short', async () => {
    const own = copy('killed');
    const seed = Date.now() % 1_000_000;
    console.log(`results: seed ${seed}`);
    const random = randomFrom(seed, 0, 0);
    const partial = join(reportsIn(own), 'results_partial.parquet');
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start(own, [50_000, 100_000]);
      const gone = once(child, 'exit');
      child.stdout.resume();
      await Promise.race([sleep(300 + random() * 700), gone]);
      child.kill('SIGKILL');
      await gone;
      if (kill % 3 === 1 && existsSync(partial)) truncateSync(partial, statSync(partial).size >> 1);
    }
    expect((await finish(own, [100_000])).equals(atOnce)).toBe(true);
    expect(readdirSync(reportsIn(own)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
