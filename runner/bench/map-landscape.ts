import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BacktestSetup, Executor, Preparation } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { createSpace } from '../domain/space.ts';
import type { Scorer } from '../pipeline/score.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import { enumerateLandscape } from './enumerate-landscape.ts';
import type { Landscape } from './landscape.ts';

export interface MapLandscapeOptions {
  /** One symbol, a finite space. */
  readonly job: Job;
  readonly createExecutor: (job: Job) => Executor;
  readonly scorer: Scorer;
  /** Where a landscape is kept, since it is the same until strategy, data or space change. */
  readonly folder: string;
  readonly progress: (made: number, of: number) => void;
  readonly signal: AbortSignal;
}

/** The landscape of a job: all its backtests, or what was kept of them. */
export async function mapLandscape(options: MapLandscapeOptions): Promise<Landscape> {
  const { job, createExecutor, scorer, folder, progress, signal } = options;
  const { name, parameters, rules } = job;
  const setup: BacktestSetup = { ...job.backtest, symbol: job.symbols[0] ?? '' };
  const space = createSpace(parameters, rules);
  await using executor = createExecutor(job);
  await executor.start();
  const file = join(folder, `${name}-${keyOf(job, await executor.prepare(setup))}.f64`);
  const kept = await readValues(file, Number(space.gridSize));
  if (kept !== null) return { name, parameters, rules, values: kept };
  const values = await enumerateLandscape({ executor, setup, space, scorer, progress, signal });
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, new Uint8Array(values.buffer));
  return { name, parameters, rules, values };
}

function keyOf(job: Job, { strategyHash, dataHash }: Preparation): string {
  const { parameters, rules, fitness, constraints, backtest } = job;
  // Where the data lies is no part of what they are.
  const setup = { ...backtest, dataFolder: '' };
  const decisive = { parameters, rules, fitness, constraints, setup, strategyHash, dataHash };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 16);
}

async function readValues(
  file: string,
  points: number,
): Promise<Float64Array<SharedArrayBuffer> | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes?.byteLength !== 8 * points) return null;
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return new Float64Array(shared);
}
