import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import { createDaemon, type Daemon } from '../../../runner/daemon/daemon.ts';
import type { RunEvent } from '../../../runner/domain/run-event.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { openRunStore, type RunStore } from '../../../runner/run/run-store.ts';
import { createFakeRunner, type FakeJob, fakeReader } from './fake-runner.ts';

export interface WatchedFolder extends AsyncDisposable {
  readonly root: string;
  /** Where jobs are dropped. */
  readonly config: string;
  readonly store: RunStore;
  /** What the daemons logged. */
  readonly log: readonly string[];
  readonly events: readonly RunEvent[];
  startDaemon(more?: { polling?: boolean; concurrency?: number }): Promise<Daemon>;
  /** The path of a file in `config`. */
  dropped(file: string): string;
  runs(): Promise<readonly RunRecord[]>;
  untilLogged(part: string): Promise<unknown>;
}

/** A folder for jobs, and the daemons that watch it; they end with it. */
export async function openWatchedFolder(): Promise<WatchedFolder> {
  const root = await mkdtemp(join(tmpdir(), 'leantune-daemon-'));
  const config = join(root, 'config');
  await mkdir(config);
  const store = openRunStore(join(root, 'runs'));
  const log: string[] = [];
  const events: RunEvent[] = [];
  const daemons: Daemon[] = [];
  return {
    ...{ root, config, store, log, events },
    async startDaemon(more = {}) {
      const daemon = createDaemon({
        configFolder: config,
        reader: fakeReader,
        runner: createFakeRunner(store),
        store,
        log: (_level, message) => log.push(message),
        ...more,
      });
      daemon.subscribe((event) => events.push(event));
      daemons.push(daemon);
      await daemon.start();
      return daemon;
    },
    dropped: (file) => join(config, file),
    runs: async () => (await store.list()).records,
    untilLogged: (part) => until(() => log.some((message) => message.includes(part))),
    async [Symbol.asyncDispose]() {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The text of a small job. */
export const text = (job: FakeJob) => JSON.stringify({ evaluations: 3, ...job });

/** More evaluations than any wait lasts, of a run that is to be at it still. */
export const ENDLESS = 1_000_000;

export const stateOf = (daemon: Daemon, file: string) =>
  daemon.jobs().find((entry) => entry.file === file)?.state ?? null;

/** Waits until something holds; the test's own time limit ends the wait. */
export const until = (check: () => unknown) =>
  vi.waitUntil(() => check(), { timeout: 240_000, interval: 20 });

export const untilState = (daemon: Daemon, file: string, state: string | null) =>
  until(() => stateOf(daemon, file) === state);

/** Longer than a drop takes to be seen and settled: for what must not happen. */
export const aWhile = () => sleep(900);
