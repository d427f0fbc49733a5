import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosJob } from './chaos-jobs.ts';
import { recordsNamed } from './run-files.ts';

/** The jobs of a home: dropped in their order, and again where their runs have broken off. */
export interface Drops {
  readonly jobs: readonly ChaosJob[];
  /** Names of the files that lie in the drop folder. */
  files(): readonly string[];
  add(jobs: readonly ChaosJob[]): void;
  /** Drops what may be dropped now. Returns how many jobs are not complete. */
  advance(): number;
  /** Waits until all are complete; false where that takes longer. */
  finish(isAlive: () => boolean, seconds: number): Promise<boolean>;
}

/** A run that has broken off is dropped again after so long. */
const AGAIN_MS = 3_000;

export function createDrops(home: string): Drops {
  const jobs: ChaosJob[] = [];
  const config = join(home, 'config');
  const runs = join(home, 'runs');
  const complete = new Set<string>();
  const again = new Map<string, number>();

  const isComplete = (name: string): boolean => {
    if (complete.has(name)) return true;
    const done = recordsNamed(runs, name).some(({ state }) => state === 'complete');
    if (done) complete.add(name);
    return done;
  };

  const fileOf = ({ name }: Pick<ChaosJob, 'name'>): string => join(config, `${name}.json`);

  const advance = (): number => {
    for (const job of jobs) {
      if (existsSync(fileOf(job))) continue;
      if (job.after === undefined || isComplete(job.after)) writeFileSync(fileOf(job), job.text);
    }
    return jobs.filter(({ name }) => !isComplete(name)).length;
  };

  const dropAgain = (): void => {
    for (const job of jobs) {
      const file = fileOf(job);
      if (isComplete(job.name) || !existsSync(file)) continue;
      const records = recordsNamed(runs, job.name);
      const broken = records.length === 0 || records.some(({ state }) => ENDED.has(state));
      const last = again.get(job.name) ?? performance.now();
      again.set(job.name, last);
      if (!broken || performance.now() - last < AGAIN_MS) continue;
      again.set(job.name, performance.now());
      const now = new Date();
      utimesSync(file, now, now);
    }
  };

  return {
    jobs,
    files: () =>
      jobs.map(({ name }) => `${name}.json`).filter((name) => existsSync(join(config, name))),
    add(more) {
      mkdirSync(config, { recursive: true });
      jobs.push(...more);
    },
    advance,
    async finish(isAlive, seconds) {
      const until = performance.now() + seconds * 1_000;
      while (performance.now() < until && isAlive()) {
        if (advance() === 0) return true;
        dropAgain();
        await sleep(100);
      }
      return advance() === 0;
    },
  };
}

const ENDED: ReadonlySet<string> = new Set(['failed', 'stopped']);
