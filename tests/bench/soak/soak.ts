import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobEntry } from '../../../runner/daemon/job-list.ts';
import { type DaemonProcess, startDaemonProcess } from '../../fixtures/daemon-process.ts';
import { descendantsOf, openFilesOf, threadsOf } from '../../fixtures/process-tree.ts';
import { soakJob } from './soak-jobs.ts';

/** What a daemon holds when nothing runs and all garbage is collected. */
export interface SoakSample {
  readonly runs: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly externalMb: number;
  /** Of the event loop. */
  readonly handles: number;
  readonly files: number;
  readonly threads: number;
  readonly children: number;
}

export interface SoakOptions {
  readonly home: string;
  readonly runs: number;
  /** Runs between two samples. */
  readonly every: number;
  readonly sampled: (sample: SoakSample) => void;
}

/** As the launcher, the service and the container file have it. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };

/**
 * Drops one short job after the other into one daemon, looks at runs as a browser would, and
 * samples what the daemon holds in between.
 * @throws Error where a run does not end as its job has it
 */
export async function soak({ home, runs, every, sampled }: SoakOptions): Promise<SoakSample[]> {
  const daemon = startDaemonProcess({ home, probed: true, env: ALLOCATOR });
  const samples: SoakSample[] = [];
  try {
    const url = await daemon.ready;
    if (url === null) throw new Error(`Cannot start a daemon: ${daemon.said()}`);
    const token = (await readFile(join(home, '.leantune', 'token'), 'utf8')).trim();
    for (let n = 0; n < runs; n++) {
      await oneRun(n, { url, token, home });
      if ((n + 1) % every !== 0) continue;
      const sample = await takeSample(daemon, n + 1);
      samples.push(sample);
      sampled(sample);
    }
    return samples;
  } finally {
    await daemon.end('SIGTERM');
  }
}

interface Served {
  readonly url: string;
  readonly token: string;
  readonly home: string;
}

async function oneRun(n: number, { url, token, home }: Served): Promise<void> {
  const { file, text, good } = soakJob(n);
  const response = await fetch(`${url}/api/jobs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ file, text }),
  });
  const answer = (await response.json()) as JobEntry;
  if (response.ok !== good) throw new Error(`Job ${n} got ${JSON.stringify(answer)}`);
  if (answer.run === null || !good) return;
  const watching = new AbortController();
  const events = await fetch(`${url}/api/runs/${answer.run}/events`, { signal: watching.signal });
  const folder = join(home, 'runs', answer.run);
  const state = await untilEnded(join(folder, 'run.json'));
  if (state !== 'complete') throw new Error(`Run ${answer.run} of job ${n} is ${state}`);
  if (n % LOOK_EVERY === 0) await look(url, answer.run, folder);
  watching.abort();
  await events.body?.cancel().catch(() => {});
}

async function untilEnded(path: string): Promise<string> {
  for (;;) {
    const { state } = JSON.parse(await readFile(path, 'utf8')) as { state: string };
    if (['complete', 'failed', 'stopped'].includes(state)) return state;
    await sleep(20);
  }
}

/** Not a divisor of the number of kinds, so that each is looked at. */
const LOOK_EVERY = 3;

/** What the pages of a run ask for. */
async function look(url: string, run: string, folder: string): Promise<void> {
  const [symbol = ''] = await symbolsIn(folder);
  const base = `/api/runs/${run}`;
  const parts = ['points?max=100', 'best', 'top', 'convergence', 'analysis'];
  const paths = ['/', '/api/jobs', '/api/metrics', base, `${base}/log`];
  for (const path of [...paths, ...parts.map((part) => `${base}/symbols/${symbol}/${part}`)]) {
    const response = await fetch(`${url}${path}`);
    await response.arrayBuffer();
    if (response.status >= 500) throw new Error(`${path} answers ${response.status}`);
  }
}

async function symbolsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Idle executors are kept warm for 10 s; threads of analyses likewise. */
const SETTLED_TRIES = 300;
/** A server keeps idle connections open for 5 s. */
const CONNECTIONS_MS = 7_000;

async function takeSample(daemon: DaemonProcess, runs: number): Promise<SoakSample> {
  await sleep(CONNECTIONS_MS);
  for (let tries = 0; tries < SETTLED_TRIES && descendantsOf(daemon.pid).length > 0; tries++) {
    await sleep(100);
  }
  const { rss, heapUsed, external, handles } = await daemon.probe();
  return {
    runs,
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    externalMb: external / 2 ** 20,
    handles: handles.length,
    files: openFilesOf(daemon.pid).length,
    threads: threadsOf(daemon.pid),
    children: descendantsOf(daemon.pid).length,
  };
}
