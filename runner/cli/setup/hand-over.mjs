import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { projectPath } from './paths.mjs';

const MAIN = projectPath('runner', 'main.ts');
/**
 * Of glibc's malloc: each thread that comes takes memory from an arena of its own, and what is freed
 * there stays; a daemon whose threads come and go would grow by holes.
 */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };
/** Settings of this clone; what the environment says already goes before. */
const SETTINGS = projectPath('.env');
/** What Node made of the code at earlier starts; it spares half the time until a command begins. */
const COMPILED = projectPath('node_modules', '.cache', 'compiled');

/**
 * Goes on under the project's Node: in this process where it is that already, else in a child with
 * the same terminal, whose end is ours.
 */
export async function handOver(node, args) {
  if (node.executable === process.execPath || process.version === `v${node.version}`) {
    if (existsSync(SETTINGS)) process.loadEnvFile(SETTINGS);
    if (args[0] === 'serve' && process.env.MALLOC_ARENA_MAX === undefined) beginAnew(args);
    module.enableCompileCache(COMPILED);
    await import(pathToFileURL(MAIN).href);
    return;
  }
  process.exitCode = await runChild(node.executable, args);
}

/**
 * A daemon goes on for weeks, and glibc reads its settings before the first line of ours: the same
 * process begins anew with them. Returns where that cannot be done.
 */
function beginAnew(args) {
  if (process.platform !== 'linux' || process.execve === undefined) return;
  const command = [process.execPath, ...process.execArgv, MAIN, ...args];
  process.execve(process.execPath, command, environment());
}

/** For a process that begins: what the caller's says already goes before. */
function environment() {
  return { NODE_COMPILE_CACHE: COMPILED, ...ALLOCATOR, ...process.env };
}

/**
 * SIGINT is passed on like the others, since only a terminal sends it to the whole group: npm sends
 * it to us alone. A child that therefore gets it twice takes two at a time for one.
 * The channel tells the child when we are gone, killed without a chance to pass that on.
 */
function runChild(executable, args) {
  const settings = existsSync(SETTINGS) ? [`--env-file=${SETTINGS}`] : [];
  const child = spawn(executable, [...settings, MAIN, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
