import { isAbsolute, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { PluginChoice } from '../domain/job.ts';
import { isContainedFolder, isSystemFolder } from './contained-folder.ts';
import { quote } from './describe-value.ts';
import type { JobContext } from './job-context.ts';
import type { Reach } from './reach.ts';

/**
 * Reports options by which a job would run programs, or use folders and machines, that whoever keeps
 * this installation did not allow: a job can come from anywhere.
 */
export function checkReach(
  options: Readonly<Record<string, unknown>>,
  reaches: Readonly<Record<string, Reach>>,
  context: JobContext,
): void {
  for (const [option, reach] of Object.entries(reaches)) {
    const value = options[option];
    if (value !== undefined) CHECKS[reach](value, ['executor', option], context);
  }
}

/**
 * The same for the program of a job that was read before: a run's folder can come from anywhere, too.
 * @throws InputError where it names one and that is not allowed
 */
export function refuseProgram(
  { name, options }: PluginChoice,
  reaches: Readonly<Record<string, Reach>>,
  env: JobContext['env'],
): void {
  if (env['LEANTUNE_ALLOW_COMMANDS'] === 'true') return;
  for (const [option, reach] of Object.entries(reaches)) {
    if (reach !== 'program' || options[option] === undefined) continue;
    const found = quote([options[option]].flat().join(' '));
    throw new InputError(`Cannot start executor "${name}"`, [
      { path: `executor.${option}`, wanted: NO_PROGRAM, found },
    ]);
  }
}

const NO_PROGRAM = 'no program of its own (LEANTUNE_ALLOW_COMMANDS=true lets jobs name one)';

type Check = (value: unknown, path: readonly string[], context: JobContext) => void;

const CHECKS: Readonly<Record<Reach, Check>> = {
  program(value, path, { env, report }) {
    if (env['LEANTUNE_ALLOW_COMMANDS'] === 'true') return;
    report(path, NO_PROGRAM, quote([value].flat().join(' ')));
  },
  path(value, path, { roots, env, projectRoot, trusted, report }) {
    if (trusted) return;
    const named = ['LEAN_PATH', 'LEAN_WORKSPACE', 'RESULTS_SCRATCH_PATH'].flatMap((name) =>
      env[name] ? [resolve(projectRoot, env[name])] : [],
    );
    if (isContainedFolder(resolve(projectRoot, String(value)), [...roots, ...named])) return;
    const wanted = 'a path inside the project (LEANTUNE_ALLOWED_FOLDERS allows others)';
    report(path, wanted, quote(String(value)));
  },
  hosts(value, path, context) {
    for (const [index, host] of (value as readonly Host[]).entries()) {
      checkHost(host, [...path, index], context);
    }
  },
};

interface Host {
  readonly host: string;
  readonly data?: string;
}

function checkHost(
  { host, data }: Host,
  path: readonly (string | number)[],
  { env, trusted, report }: JobContext,
): void {
  const listed = env['LEANTUNE_DOCKER_HOSTS'];
  const allowed = listed ? listed.split(',').map((one) => one.trim()) : ownHosts(env);
  // A daemon elsewhere is handed strategies and data, and may be anybody's.
  if (!(trusted && !listed) && !allowed.includes(host)) {
    const wanted = `one of ${allowed.join(', ')} (LEANTUNE_DOCKER_HOSTS allows others)`;
    report([...path, 'host'], wanted, quote(host));
  }
  // It is mounted there, so a strategy reads what is below it.
  if (data !== undefined && (!isAbsolute(data) || isSystemFolder(data))) {
    report([...path, 'data'], "a folder of market data, not of that machine's system", quote(data));
  }
}

/** The daemon of this machine, and the one that whoever keeps the installation has named. */
function ownHosts({ DOCKER_HOST: named }: JobContext['env']): string[] {
  return ['unix:///var/run/docker.sock', ...(named ? [named] : [])];
}
