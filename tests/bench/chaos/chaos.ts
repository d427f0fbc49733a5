import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DaemonProcess } from '../../fixtures/daemon-process.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { jobsOfRound } from './chaos-jobs.ts';
import { containerFaults } from './container-faults.ts';
import type { Counts } from './counts.ts';
import { diskFaults, emptyDisk } from './disk-faults.ts';
import { createDrops, type Drops } from './drops.ts';
import { chooseFault, type Fault } from './fault.ts';
import { fileFaults } from './file-faults.ts';
import { jobFaults } from './job-faults.ts';
import { type Judged, judge } from './judge.ts';
import { processFaults } from './process-faults.ts';
import { runUnbroken } from './unbroken.ts';
import { openWorld, type Violation, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** Ends after so many lives of the daemon, or as much time. */
  readonly lives?: number;
  readonly minutes?: number;
  readonly withDocker: boolean;
  /** Kinds of jobs by name; all where absent. */
  readonly only?: readonly string[] | undefined;
  readonly log: (line: string) => void;
}

export interface ChaosReport extends Judged {
  readonly seed: number;
  readonly lives: number;
  readonly counts: Counts;
  readonly skipped: readonly string[];
  readonly violations: readonly Violation[];
}

/** Runs jobs while a daemon is done everything to, lets them end, and judges what came of them. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, minutes = Number.POSITIVE_INFINITY, only, log } = options;
  await using world = await openWorld(options);
  const drops = createDrops(world.home);
  const until = performance.now() + minutes * 60_000;
  let lives = 0;
  let round = 0;
  while (performance.now() < until && lives < (options.lives ?? Number.POSITIVE_INFINITY)) {
    if (drops.advance() <= LEAST_OPEN) {
      const { prepared, docker } = world;
      drops.add(jobsOfRound({ round: ++round, seed, prepared, docker, only }));
    }
    await live(world, drops);
    lives++;
  }
  log(
    `${lives} lives have ended; now ${drops.advance()} of ${drops.jobs.length} jobs are to end in peace`,
  );
  await settle(world, drops);
  using calm = temporaryFolder();
  log(`the same ${drops.jobs.length} jobs unbroken`);
  await runUnbroken(calm.path, drops.jobs, world.allowing);
  const judged = await judge(world, drops, join(calm.path, 'runs'));
  const { counts, skipped, violations } = world;
  return { seed, lives, counts, skipped, violations, ...judged };
}

/** The next round of jobs is dropped when so few are left. */
const LEAST_OPEN = 2;
const DRAIN_SECONDS = 120;

/** A daemon's life: harm while it is there, its end, and harm to its files while none is there. */
async function live(world: World, drops: Drops): Promise<void> {
  const { random } = world;
  if (random() < SHORT_LIVES) await killEarly(world);
  const daemon = await world.start();
  if (daemon !== null) {
    drops.advance();
    await harm(world, daemon, drops);
    world.see();
    await end(world, daemon);
  }
  for (const problem of world.ledger.take()) world.broken('P1', problem);
  if (random() < 0.8) emptyDisk(world);
  for (let left = Math.floor(random() * 3); left > 0; left--) {
    await inflictOne(fileFaults, world);
  }
}

/** What there is nothing of is passed over, and so is what a disk that was left full has no room for. */
async function inflictOne(faults: readonly Fault[], world: World): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    try {
      if (await chooseFault(faults, world).inflict(world)) return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      world.did('the disk has no room for more harm');
    }
  }
}

/** Daemons that are killed before, while or just after they take what they find. */
const SHORT_LIVES = 0.7;

async function killEarly(world: World): Promise<void> {
  for (let left = 1 + Math.floor(world.random() * 4); left > 0; left--) {
    const daemon = world.launch();
    await Promise.race([sleep(200 + world.random() * 2_000), daemon.ended]);
    world.see();
    world.did(`SIGKILL young daemon ${daemon.pid}`);
    world.count('kills');
    await daemon.end('SIGKILL');
    world.daemon = null;
  }
}

async function harm(world: World, daemon: DaemonProcess, drops: Drops): Promise<void> {
  const faults: readonly Fault[] = [
    ...processFaults,
    ...containerFaults,
    ...diskFaults,
    ...jobFaults(drops.files),
  ];
  const { random } = world;
  await sleep(random() * 400);
  for (let left = 3 + Math.floor(random() * 5); left > 0; left--) {
    await sleep(50 + random() * 450);
    world.see();
    drops.advance();
    if (daemon.child.exitCode !== null) {
      world.broken('P3', `the daemon ended by itself: ${daemon.said().slice(-1_500)}`);
      return;
    }
    await inflictOne(faults, world);
  }
}

async function end(world: World, daemon: DaemonProcess): Promise<void> {
  const way = world.random();
  if (way < 0.12) {
    world.did('SIGTERM daemon');
    daemon.child.kill('SIGCONT');
    daemon.child.kill('SIGTERM');
    await Promise.race([daemon.ended, sleep(way < 0.06 ? 300 : 1_500)]);
  }
  if (daemon.child.exitCode === null && daemon.child.signalCode === null) {
    world.did(`SIGKILL daemon ${daemon.pid}`);
    world.count('kills');
    await daemon.end('SIGKILL');
  }
  world.daemon = null;
}

/** Nothing is done any more, and all jobs end. */
async function settle(world: World, drops: Drops): Promise<void> {
  emptyDisk(world);
  const seconds = 300 + 60 * drops.advance();
  const daemon = await world.start();
  if (daemon === null) {
    world.broken('P6', 'no daemon starts any more');
    return;
  }
  const isAlive = (): boolean => daemon.child.exitCode === null;
  if (!(await drops.finish(isAlive, seconds))) {
    world.broken('P3', `not all jobs end: ${daemon.said().slice(-1_500)}`);
  }
  world.see();
  world.did('SIGTERM daemon, at the end');
  daemon.child.kill('SIGTERM');
  await Promise.race([daemon.ended, sleep(DRAIN_SECONDS * 1_000, null, { ref: false })]);
  if (isAlive()) world.broken('P7', `the daemon does not end in ${DRAIN_SECONDS} s`);
  await daemon.end('SIGKILL');
  if (existsSync(join(world.runs, '.lock.json'))) world.broken('P6', 'the lock note was left');
}
