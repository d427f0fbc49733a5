import { realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxSettings } from '../../harness/embedded/sandbox/messages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** All of the project that the sandbox's own code is made of. */
const OWN_CODE = ['harness', 'runner/domain', 'node_modules', 'package.json'];

const PROGRAM = join(ROOT, 'harness/embedded/sandbox/sandbox-main.ts');

/** Threads may read all of the process's working folder, whatever the arguments say. */
export const SANDBOX_FOLDER = dirname(PROGRAM);

/**
 * Node's arguments for a sandbox: the permission model with nothing but reading and threads, and
 * without the modules that it does not cover (node:sqlite opens any file).
 */
export function sandboxArguments(settings: SandboxSettings, readable: readonly string[]): string[] {
  return confinedArguments(PROGRAM, settings, { readable });
}

/** Absolute paths, folders with all below them. */
interface Allowed {
  /** Beside the project's own code. */
  readonly readable: readonly string[];
  readonly writable?: readonly string[];
}

/** The same for another program of ours. */
export function confinedArguments(
  program: string,
  settings: object,
  { readable, writable = [] }: Allowed,
): string[] {
  const own = OWN_CODE.map((name) => join(ROOT, name));
  const allowed = new Set([...own, ...readable].flatMap(spellings));
  return [
    '--permission',
    '--allow-worker',
    ...[...allowed].map((path) => `--allow-fs-read=${path}`),
    ...writable.flatMap(spellings).map((path) => `--allow-fs-write=${path}`),
    '--no-experimental-sqlite',
    '--no-experimental-ffi',
    '--no-experimental-webstorage',
    '--no-addons',
    '--no-warnings',
    '--expose-gc',
    // The thread that reads data would keep what its young objects took then: 45 MB.
    '--max-semi-space-size=8',
    program,
    JSON.stringify(settings),
  ];
}

/** A path as it is named and as it is found behind links; a folder with all that is below it. */
function spellings(path: string): string[] {
  try {
    const end = statSync(path).isDirectory() ? sep : '';
    return [path + end, realpathSync(path) + end];
  } catch {
    // So that what is missing, or missing below it, is found missing and not forbidden.
    return [path, join(path, '*')];
  }
}
