import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

const LAUNCHER = resolve(import.meta.dirname, '../../runner/cli/leantune.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A leantune command as a user starts it, in a home of its own. */
export interface LeantuneProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves once the output so far matches; rejects where the process ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export function startLeantune(home: string, ...args: string[]): LeantuneProcess {
  mkdirSync(join(home, 'config'), { recursive: true });
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: home,
    env: { ...process.env, LEANTUNE_HOME: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  // A process that a signal ended has no code; a shell says 130 for SIGINT.
  const ended = once(child, 'close').then(
    ([code, signal]): Ended => ({ code: signal === 'SIGINT' ? 130 : code, ...text }),
  );
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((found, refuse) => {
      const look = () => {
        const match = pattern.exec(text.stdout + text.stderr);
        if (match === null) return;
        listeners.delete(look);
        found(match);
      };
      listeners.add(look);
      look();
      ended.then(({ stdout, stderr }) =>
        refuse(new Error(`never said ${pattern}:\n${stdout}${stderr}`)),
      );
    });
  return { child, ended, said };
}

export function leantune(home: string, ...args: string[]): Promise<Ended> {
  return startLeantune(home, ...args).ended;
}

/** The lines of a symbol's evaluations by id, without what describes the execution. */
export function evaluationsOf(home: string, run: string, symbol = 'SPX'): object[] {
  const text = readFileSync(join(home, 'runs', run, symbol, 'evaluations.jsonl'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number });
  return lines
    .map((line) => ({ ...line, slot: 0, attempt: 0, ms: 0, at: '' }))
    .sort((a, b) => a.id - b.id);
}
