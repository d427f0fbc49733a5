import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { SandboxPreparation } from '../../harness/embedded/sandbox/messages.ts';
import { confinedArguments, SANDBOX_FOLDER } from './sandbox-arguments.ts';

const PROGRAM = fileURLToPath(
  new URL('../../harness/embedded/sandbox/column-writer-main.ts', import.meta.url),
);
/** Twenty years of minute bars of some twenty symbols. */
const MOST_BYTES = 2 * 2 ** 30;

type Segments = SandboxPreparation['uncached'];

/** Keeps columns of bars that the sandbox had to decode, so that the next one need not. */
export interface ColumnWriter {
  /** Starts to keep them, beside whatever else is done. What cannot be kept costs time, nothing else. */
  keep(segments: Segments, dataFolder: string): void;
  /** Resolves when all are kept. */
  readonly idle: Promise<void>;
  /** Gives up what is not kept yet. */
  dispose(): Promise<void>;
}

/**
 * One process at a time, which ends when its segments are written. The sandbox itself may not write:
 * strategies run in it.
 */
export function createColumnWriter(folder: string, mostBytes = MOST_BYTES): ColumnWriter {
  let idle = Promise.resolve();
  let child: ChildProcess | null = null;
  let disposed = false;

  const write = async (segments: Segments, dataFolder: string): Promise<void> => {
    if (disposed) return;
    try {
      mkdirSync(folder, { recursive: true });
      child = startWriter({ folder, mostBytes, dataFolder });
      const gone = once(child, 'close');
      for (const segment of segments) child.stdin?.write(`${JSON.stringify(segment)}\n`);
      child.stdin?.end();
      await gone;
    } catch {
      // A folder that cannot be made, or a process that cannot be started.
    } finally {
      child = null;
    }
  };

  return {
    keep(segments, dataFolder) {
      if (segments.length > 0) idle = idle.then(() => write(segments, dataFolder));
    },
    get idle() {
      return idle;
    },
    async dispose() {
      disposed = true;
      child?.kill('SIGKILL');
      await idle;
    },
  };
}

interface Place {
  readonly folder: string;
  readonly mostBytes: number;
  readonly dataFolder: string;
}

function startWriter({ folder, mostBytes, dataFolder }: Place): ChildProcess {
  const allowed = { readable: [dataFolder, folder], writable: [folder] };
  const settings = { folder, mostBytes };
  const child = spawn(process.execPath, confinedArguments(PROGRAM, settings, allowed), {
    cwd: SANDBOX_FOLDER,
    env: { TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin?.on('error', () => {});
  try {
    setPriority(child.pid ?? 0, constants.priority.PRIORITY_LOW);
  } catch {
    // It has just ended, or the system knows no priorities.
  }
  return child;
}
