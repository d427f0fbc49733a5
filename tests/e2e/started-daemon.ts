import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import { readLock } from '../../runner/run/lock.ts';
import { openRunStore, type RunStore } from '../../runner/run/run-store.ts';

const MAIN = resolve(import.meta.dirname, '../../runner/main.ts');

/** Waits long: the machine may be busy with much else. */
export const waiting = { timeout: 400_000, interval: 50 };

export interface StartedDaemon extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly url: string;
  readonly store: RunStore;
  /** The newest run; undefined where there is none. */
  newest(): Promise<RunRecord | undefined>;
  /** The newest run once it is in one of these states. */
  until(...states: readonly RunRecord['state'][]): Promise<RunRecord>;
  /** All that it has said. */
  said(): string;
  /** Asks the API for something, with the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

export interface DaemonStart {
  readonly env?: Readonly<Record<string, string>>;
  /** For Node itself, such as `--import`. */
  readonly node?: readonly string[];
  readonly uid?: number;
  /** What starts Node, and passes what follows on. */
  readonly wrapped?: readonly string[];
  readonly flags?: readonly string[];
  /** Its runs folder; `runs` in its home where absent. */
  readonly runs?: string;
}

/** `leantune serve` as a process, once it answers. Killed at the end, where it still lives. */
export async function startDaemon(home: string, options: DaemonStart = {}): Promise<StartedDaemon> {
  const { env = {}, node = [], uid, flags = [], wrapped = [], runs } = options;
  mkdirSync(join(home, 'config'), { recursive: true });
  const where = runs === undefined ? [] : ['--runs-dir', runs];
  const serve = [process.execPath, ...node, MAIN, 'serve', '--port', '0', ...where, ...flags];
  const [program = '', ...args] = [...wrapped, ...serve];
  const child = spawn(program, args, {
    cwd: home,
    env: { ...process.env, LEANTUNE_HOME: home, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const store = openRunStore(runs ?? join(home, 'runs'));
  const note = await vi.waitUntil(async () => {
    if (child.exitCode !== null) throw new Error(`The daemon ended:\n${text}`);
    const found = await readLock(store.root).catch(() => null);
    return found?.pid === child.pid && found?.url ? found : null;
  }, waiting);
  const url = note.url as string;
  const newest = async () => (await store.list()).records[0];
  return {
    child,
    url,
    store,
    newest,
    until: (...states) =>
      vi.waitUntil(async () => {
        const record = await newest();
        return record !== undefined && states.includes(record.state) ? record : null;
      }, waiting),
    said: () => text,
    async ask(path, init = {}) {
      const token = readFileSync(join(home, '.leantune', 'token'), 'utf8').trim();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return await fetch(`${url}${path}`, { ...init, headers });
    },
    async [Symbol.asyncDispose]() {
      await endProcess(child, 'SIGKILL');
    },
  };
}

export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** A job of backtests of 60 ms each. */
export function slowJob(change: object = {}): string {
  return JSON.stringify({
    name: 'slow',
    strategy: 'tests/fixtures/strategies/slow-sma-cross.ts',
    data: 'sample',
    symbol: 'SPX',
    start: '2000-01-03',
    end: '2002-12-31',
    parameters: [
      { name: 'fast', type: 'int', min: 2, max: 60 },
      { name: 'slow', type: 'int', min: 61, max: 200 },
    ],
    fitness: { name: 'net_profit', min_trades: 1 },
    stages: [{ sampler: 'random', samples: 60 }],
    seed: 7,
    slots: 1,
    verify: false,
    ...change,
  });
}
