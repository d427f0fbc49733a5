import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Random, randomFrom } from '../../../runner/domain/random.ts';
import { identityOfProcess, identityText } from '../../../runner/executors/process-identity.ts';
import { type DaemonProcess, startDaemonProcess } from '../../fixtures/daemon-process.ts';
import { descendantsOf } from '../../fixtures/process-tree.ts';
import { smallDiskProblem } from '../../fixtures/small-disk.ts';
import { openTestDocker, type TestDocker } from '../../fixtures/test-docker.ts';
import { type Counts, type Harm, noCounts } from './counts.ts';
import { createLedger, type Ledger } from './ledger.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');

/** What everything that a world starts carries in its environment, as far as that is passed on. */
export const MARK = 'LEANTUNE_CHAOS';
/** Of the history, what a violation is told with. */
const TAIL = 12;
const DISK_KIB = 384 * 1024;

/** A promise that did not hold, and what had been done when that was seen. */
export interface Violation {
  readonly promise: string;
  readonly what: string;
  readonly history: readonly string[];
}

/** A temporary project with a daemon of its own that anything may be done to. */
export interface World extends AsyncDisposable {
  readonly mark: string;
  readonly home: string;
  readonly runs: string;
  /** Bars of one minute that jobs read. */
  readonly prepared: string;
  readonly random: Random;
  readonly counts: Counts;
  readonly ledger: Ledger;
  readonly docker: TestDocker | null;
  /** Id of a container that is nobody's of leantune; null where there is no Docker. */
  readonly bystander: string | null;
  /** Whether runs/ lies on a disk that can be filled up. */
  readonly hasSmallDisk: boolean;
  /** What jobs need to be allowed, wherever they are run. */
  readonly allowing: NodeJS.ProcessEnv;
  /** What cannot be done here, and why. */
  readonly skipped: readonly string[];
  daemon: DaemonProcess | null;
  /** Starts a daemon and does not wait for it. */
  launch(): DaemonProcess;
  /** Starts a daemon; null where it ends before it serves. */
  start(): Promise<DaemonProcess | null>;
  count(harm: Harm): void;
  /** Notes what was done and when, for whoever has to understand a violation. */
  did(what: string): void;
  readonly history: readonly string[];
  broken(promise: string, what: string): void;
  readonly violations: readonly Violation[];
  /** Remembers all processes that the daemon has now. */
  see(): void;
  /** Identities of all that were ever seen. */
  readonly seen: ReadonlySet<string>;
  /** Where processes of the world put temporary files. */
  readonly temporary: string;
}

export interface WorldOptions {
  readonly seed: number;
  readonly withDocker: boolean;
  readonly log: (line: string) => void;
}

export async function openWorld({ seed, withDocker, log }: WorldOptions): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const base = mkdtempSync(join(tmpdir(), 'leantune-chaos-'));
  stack.defer(() => rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const home = join(base, 'home');
  const skipped: string[] = [];
  const diskProblem = smallDiskProblem();
  if (diskProblem !== null) skipped.push(`full disks: ${diskProblem}`);
  const runs = join(home, 'runs');
  mkdirSync(runs, { recursive: true });
  if (diskProblem === null) stack.use(await mountAt(runs));
  const docker = withDocker ? await openTestDocker({ own: true }) : 'not asked for';
  if (typeof docker === 'string') skipped.push(`containers: ${docker}`);
  else stack.use(docker);
  const bystander = typeof docker === 'string' ? null : await startBystander(docker);
  const prepared = join(home, 'prepared');
  const prepare = ['prepare', '--synthetic', 'GER40', '--days', '30', '--out', prepared];
  const env = { ...process.env, LEANTUNE_HOME: home };
  await run(process.execPath, [join(ROOT, 'runner/main.ts'), ...prepare], { env, cwd: home });

  const began = performance.now();
  const history: string[] = [];
  const violations: Violation[] = [];
  const seen = new Set<string>();
  const mark = `${process.pid}-${seed}`;
  const counts = noCounts();
  const random = randomFrom(seed, 0, 0);
  const temporary = join(base, 'tmp');
  mkdirSync(temporary);
  const kept = stack.move();
  const world: World = {
    mark,
    home,
    runs,
    prepared,
    random,
    counts,
    ledger: createLedger(runs),
    docker: typeof docker === 'string' ? null : docker,
    bystander,
    hasSmallDisk: diskProblem === null,
    allowing: {
      LEANTUNE_ALLOWED_FOLDERS: home,
      ...(typeof docker !== 'string' && { LEANTUNE_DOCKER_HOSTS: docker.host }),
    },
    skipped,
    daemon: null,
    history,
    violations,
    seen,
    temporary,
    see() {
      if (world.daemon === null) return;
      for (const { pid } of descendantsOf(world.daemon.pid)) {
        seen.add(identityText(identityOfProcess(pid)));
      }
    },
    broken(promise, what) {
      violations.push({ promise, what, history: history.slice(-TAIL) });
      log(`VIOLATION ${promise}: ${what}`);
    },
    launch() {
      // Now and then the guard that pauses runs has its turn, now and then a write meets a full disk.
      const least = random() < 0.5 ? '0' : '4';
      const own = { [MARK]: mark, TMPDIR: temporary, LEANTUNE_MIN_FREE_MB: least };
      const daemon = startDaemonProcess({ home, env: { ...world.allowing, ...own } });
      world.daemon = daemon;
      return daemon;
    },
    async start() {
      const daemon = world.launch();
      if ((await daemon.ready) !== null) return daemon;
      world.did(`the daemon does not start: ${daemon.said().slice(-300)}`);
      world.daemon = null;
      return null;
    },
    count(harm) {
      counts[harm]++;
    },
    did(what) {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      history.push(`${seconds.padStart(6)} s ${what}`);
      log(history.at(-1) as string);
    },
    async [Symbol.asyncDispose]() {
      await world.daemon?.end('SIGKILL');
      await kept.disposeAsync();
    },
  };
  return world;
}

/** runs/ on a disk of its own. */
async function mountAt(folder: string): Promise<Disposable> {
  // The small disk proves that mounting works; this one lies where the daemon looks.
  const mount = ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', folder];
  await run('mount', mount);
  return { [Symbol.dispose]: () => void run('umount', ['-l', folder]).catch(() => {}) };
}

/** Somebody else's container, that looks like ours. */
async function startBystander({ docker, image }: TestDocker): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Labels: { 'leantune.instance': 'another', 'leantune.owner': 'h/b/1/1' },
    Cmd: [process.execPath, '-e', 'setInterval(() => {}, 1e6)'],
    HostConfig: { RestartPolicy: { Name: 'always' } },
  });
  await container.start();
  return container.id;
}
