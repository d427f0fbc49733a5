import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refuseProgram } from '../../../runner/job/executor-limits.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { createProject, minimal } from './job-project.ts';

/* Jobs that were written to harm, as anybody may drop them. */

const project = createProject();
const outside = temporaryFolder();
const SECRET = 'hunter2-and-more';

beforeAll(() => {
  const space = { parameters: minimal.parameters, note: SECRET };
  writeFileSync(join(outside.path, 'space.json'), JSON.stringify(space));
  writeFileSync(join(outside.path, 'strategy.ts'), `export default '${SECRET}';`);
  writeFileSync(join(outside.path, 'lean.json'), `{"token": "${SECRET}"}`);
  project.write('.leantune/token', SECRET);
  project.write('.env', `TELEGRAM_BOT_TOKEN=${SECRET}`);
  project.write('config/broken.json', '{"password": x');
  mkdirSync(join(project.root, 'results'));
  mkdirSync(join(project.root, 'runs'));
  symlinkSync(outside.path, join(project.root, 'linked'));
  symlinkSync('/', join(project.root, 'all'));
  symlinkSync(join(project.root, '.leantune/token'), join(project.root, 'config/token.json'));
});

afterAll(() => {
  project[Symbol.dispose]();
  outside[Symbol.dispose]();
});

const program = ['sh', '-c', `touch ${join(outside.path, 'owned')}`];
const own = (fields: object) => ({ executor: { kind: 'process', ...fields } });
const container = (fields: object) => ({ executor: { kind: 'docker', ...fields } });
const host = (fields: object) => container({ hosts: [{ host: 'ssh://me@box', ...fields }] });
const outputs = (folder: string) => ({ outputs: { folder } });
const hook = (fields: object) => ({ notify: [{ channel: 'webhook', ...fields }] });
const rule = (text: string) => ({ rules: [text] });

/** What is tried, the job's part, and the field that is told. */
type HostileJob = readonly [string, object, string];

const JOBS: readonly HostileJob[] = [
  ['runs a program', own({ command: program }), 'executor.command'],
  ['runs LEAN from elsewhere', own({ lean: outside.path }), 'executor.lean'],
  ['runs LEAN by a link', own({ lean: 'linked' }), 'executor.lean'],
  ['has LEAN write elsewhere', own({ scratch: '/etc' }), 'executor.scratch'],
  ['hands a file to LEAN', own({ config: join(outside.path, 'lean.json') }), 'executor.config'],
  ['hands the token to LEAN', own({ config: '.leantune/token' }), 'executor.config'],
  ['sets the environment', own({ env: { LD_PRELOAD: 'x' } }), 'executor.env'],
  ['hands a file into a container', container({ config: '/etc/shadow' }), 'executor.config'],
  ['mounts', container({ mounts: ['/:/host'] }), 'executor.mounts'],
  ['mounts in other words', container({ volumes: ['/:/host'] }), 'executor.volumes'],
  ['takes privileges', container({ privileged: true }), 'executor.privileged'],
  ['adds capabilities', container({ cap_add: ['ALL'] }), 'executor.cap_add'],
  ['sets environments', container({ environment: { A: 'b' } }), 'executor.environment'],
  ['takes a user', container({ user: 'root' }), 'executor.user'],
  ["takes the machine's network", container({ network: 'host' }), 'executor.network'],
  ["takes another's network", container({ network: 'container:db' }), 'executor.network'],
  ['passes a flag for an image', container({ image: '--privileged' }), 'executor.image'],
  ['mounts all of another machine', host({ data: '/' }), 'executor.hosts[0].data'],
  ["mounts another machine's secrets", host({ data: '/etc' }), 'executor.hosts[0].data'],
  ['mounts them by a detour', host({ data: '/srv/../etc/ssh' }), 'executor.hosts[0].data'],
  ['reaches for a host by file', host({ host: 'file:///etc/passwd' }), 'executor.hosts[0].host'],
  ['writes elsewhere', outputs(join(outside.path, 'out')), 'outputs.folder'],
  ['writes above', outputs('../out'), 'outputs.folder'],
  ['writes by a link', outputs('linked/out'), 'outputs.folder'],
  ['writes to a hidden folder', outputs('.leantune/out'), 'outputs.folder'],
  ['writes to git', outputs('results/../.git/hooks'), 'outputs.folder'],
  ['writes among packages', outputs('node_modules/zod'), 'outputs.folder'],
  ['writes among jobs', outputs('config'), 'outputs.folder'],
  ['writes to another run', outputs('runs/20260101_000000'), 'outputs.folder'],
  ['has the machine read as data', { data: '/' }, 'data'],
  ['has it read by a link', { data: 'all' }, 'data'],
  ["has the system's read", { data: '/proc/self' }, 'data'],
  ['has data read from a file', { data: '/etc/passwd' }, 'data'],
  ['reads a space elsewhere', { parameters: join(outside.path, 'space.json') }, 'parameters'],
  ['reads a space by a link', { parameters: 'linked/space.json' }, 'parameters'],
  ['reads the token as a space', { parameters: '.leantune/token' }, 'parameters'],
  ['reads it by a link with another name', { parameters: 'config/token.json' }, 'parameters'],
  ['reads a file by its faults', { parameters: 'config/broken.json' }, 'parameters'],
  ['reads the environment', { parameters: '.env' }, 'parameters'],
  ['reads a device', { parameters: '/dev/zero' }, 'parameters'],
  ['compares with a file elsewhere', { baseline: '/etc/passwd' }, 'baseline'],
  ['compares by a link', { baseline: 'linked/space.json' }, 'baseline'],
  ['compares with the token', { baseline: '.leantune/token' }, 'baseline'],
  ['runs a strategy elsewhere', { strategy: join(outside.path, 'strategy.ts') }, 'strategy'],
  ['runs a strategy by a link', { strategy: './linked/strategy.ts' }, 'strategy'],
  ['runs a strategy from a URL', { strategy: 'https://evil.test/x.ts' }, 'strategy'],
  ['runs a strategy from data', { strategy: 'data:text/javascript,x' }, 'strategy'],
  ['names an inherited strategy', { strategy: 'constructor' }, 'strategy'],
  ['names an inherited executor', { executor: 'constructor' }, 'executor'],
  ['names an inherited sampler', { stages: [{ sampler: 'toString' }] }, 'stages[0].sampler'],
  ['names an inherited fitness', { fitness: '__proto__' }, 'fitness'],
  ['names an inherited channel', { notify: ['hasOwnProperty'] }, 'notify[0]'],
  ['names an inherited pruner', { pruning: 'valueOf' }, 'pruning'],
  ['calls a parameter __proto__', { fixed_parameters: JSON.parse('{"__proto__":1}') }, ''],
  ['walks out by a symbol', { symbol: '../../etc' }, 'symbol'],
  ['walks out by a market', { market: '../..' }, 'market'],
  ['walks out by a benchmark', { benchmark: '../SPY' }, 'benchmark'],
  ['walks out by a stage', { stages: [{ sampler: 'grid', name: '../x' }] }, 'stages[0].name'],
  ['forges lines of a log', { name: 'a\n{"level":"error"}' }, 'name'],
  ['writes to terminals', { study: '\u001b]0;x\u0007' }, 'study'],
  ['posts to a file', hook({ url: 'file:///etc/passwd' }), 'notify[0].url'],
  ['posts by another protocol', hook({ url: 'gopher://127.0.0.1:6379/x' }), 'notify[0].url'],
  ['adds headers', hook({ headers: { cookie: 'x' } }), 'notify[0].headers'],
  ['takes any variable as a secret', hook({ account: '../x' }), 'notify[0].account'],
  ['gives a topic a path', { notify: [{ channel: 'ntfy', topic: '../x' }] }, 'notify[0].topic'],
  ['asks for endless slots', { slots: 1e9 }, 'slots'],
  ['asks for endless memory', { memory_limit_mb: 1e12 }, 'memory_limit_mb'],
  ['asks for endless time', { timeout_seconds: 1e300 }, 'timeout_seconds'],
  ['asks for an endless budget', { budget: { evaluations: 1e300 } }, 'budget.evaluations'],
  ['asks for a seed beyond whole numbers', { seed: 2 ** 60 }, 'seed'],
  ['asks for endless chunks', { chunk_size: 1e9 }, 'chunk_size'],
  ...['genetic', 'de', 'cma_es', 'nsga2'].map(
    (sampler): HostileJob => [
      `breeds without end by ${sampler}`,
      { stages: [{ sampler, population_size: 1e8 }] },
      'stages[0].population_size',
    ],
  ),
  ...['tpe', 'gp', 'auto', 'discrete_es'].map(
    (sampler): HostileJob => [
      `asks without end by ${sampler}`,
      { stages: [{ sampler, samples: 1e9, batch_size: 1e8 }] },
      'stages[0].batch_size',
    ],
  ),
  ['asks for endless symbols', { symbol: undefined, symbols: Array(2_000).fill('A') }, 'symbols'],
  ['asks for endless word', { notify: Array(1_000).fill('ntfy') }, 'notify'],
  ['nests a rule', rule(`${'('.repeat(5_000)}fast${')'.repeat(5_000)} < slow`), 'rules[0]'],
  ['calls from a rule', rule('process.exit(1)'), 'rules[0]'],
  ['climbs from a rule', rule('fast.constructor.constructor("x")()'), 'rules[0]'],
  ['has a long rule read', rule(`fast < slow${' and fast < slow'.repeat(5_000)}`), 'rules[0]'],
];

describe('a job that', () => {
  test.each(JOBS)('%s is refused by the field', async (_what, fields, path) => {
    const before = [listOf(project.root), listOf(outside.path)];
    const started = performance.now();
    const job = { ...minimal, ...fields };
    const text = path === '' ? '{"fixed_parameters":{"__proto__":1}}' : JSON.stringify(job);
    const problems = await project.problems(text);
    expect(problems.length, 'it was taken').toBeGreaterThan(0);
    const told = problems.map((problem) => problem.path);
    expect(
      told.some((one) => one.startsWith(path)),
      told.join(),
    ).toBe(true);
    expect(JSON.stringify(problems)).not.toContain(SECRET);
    // No pattern takes longer the longer its text is.
    expect(performance.now() - started).toBeLessThan(30_000);
    expect([listOf(project.root), listOf(outside.path)]).toEqual(before);
  });

  test('nests without end, names keys of all objects or has aliases that multiply is refused', async () => {
    const deep = `${'{"parameters":['.repeat(20_000)}`;
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = names.map((name, at) => {
      const inner = at === 0 ? 'x' : `*${names[at - 1]}`;
      return `${name}: &${name} [${Array(9).fill(inner).join()}]`;
    });
    expect(await project.problems(deep)).not.toEqual([]);
    expect(await project.problems(bomb.join('\n'), 'bomb.yaml')).not.toEqual([]);
    expect(await project.problems('{"__proto__":{"polluted":true}}')).not.toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('reads a pipe is not waited for', async () => {
    if (process.platform === 'win32') return;
    spawnSync('mkfifo', [join(project.root, 'config/pipe.json')]);
    const problems = await project.problems({ ...minimal, parameters: 'config/pipe.json' });
    expect(problems[0]?.path).toBe('parameters');
  });
});

describe('refuseProgram()', () => {
  const reaches = { command: 'program', lean: 'path' } as const;
  const choice = (options: object) => ({ name: 'process', options: { ...options } });

  test('refuses the program of a job that was read elsewhere', () => {
    const refuse =
      (options: object, env = {}) =>
      () =>
        refuseProgram(choice(options), reaches, env);
    expect(refuse({ command: program })).toThrow('executor.command');
    expect(refuse({ command: program }, { LEANTUNE_ALLOW_COMMANDS: 'true' })).not.toThrow();
    expect(refuse({ lean: '/x' })).not.toThrow();
  });
});

describe('what whoever keeps the installation allows', () => {
  const env = { LEANTUNE_ALLOWED_FOLDERS: outside.path, LEANTUNE_ALLOW_COMMANDS: 'true' };

  test('is taken', async () => {
    using open = createProject(env);
    const folder = join(outside.path, 'out');
    const job = { ...minimal, engine: 'embedded', ...outputs(folder) };
    expect((await open.job(job)).outputs?.folder).toBe(folder);
    const executor = { kind: 'process', command: program, lean: outside.path };
    expect((await open.job({ ...job, executor })).executor.options['command']).toEqual(program);
  });

  test('names Docker daemons, where it names any', async () => {
    using closed = createProject({ LEANTUNE_DOCKER_HOSTS: 'ssh://me@box, tcp://10.0.0.5:2376' });
    const job = { ...minimal, engine: 'embedded' };
    expect(await closed.problems({ ...job, ...host({}) })).toEqual([]);
    expect(await closed.problems({ ...job, ...host({ host: 'tcp://evil.test:1' }) })).toMatchObject(
      [{ path: 'executor.hosts[0].host' }],
    );
  });

  test('names no Docker daemon elsewhere, where it names none', async () => {
    const job = { ...minimal, engine: 'embedded' };
    const elsewhere = { ...job, ...host({ host: 'tcp://10.0.0.5:2376' }) };
    expect(await project.problems(elsewhere)).toMatchObject([{ path: 'executor.hosts[0].host' }]);
    expect(
      await project.problems({ ...job, ...host({ host: 'unix:///var/run/docker.sock' }) }),
    ).toEqual([]);
    using named = createProject({ DOCKER_HOST: 'tcp://10.0.0.5:2376' });
    expect(await named.problems(elsewhere)).toEqual([]);
    const text = JSON.stringify(elsewhere);
    expect((await project.reader.read(text, 'a.json', { trusted: true })).kind).toBe('job');
  });

  test('includes folders of the project that are not there yet', async () => {
    const folder = 'results/new/one';
    expect((await project.job({ ...minimal, ...outputs(folder) })).outputs?.folder).toBe(
      join(project.root, folder),
    );
    expect(existsSync(join(project.root, 'results/new'))).toBe(false);
  });

  test('is any path but no program for the user of a terminal', async () => {
    const read = (fields: object) =>
      project.reader.read(JSON.stringify({ ...minimal, ...fields }), 'a.json', { trusted: true });
    expect((await read(outputs(join(outside.path, 'out')))).kind).toBe('job');
    await expect(read({ engine: 'embedded', ...own({ command: program }) })).rejects.toThrow(
      'LEANTUNE_ALLOW_COMMANDS',
    );
  });
});

/** Everything below a folder; links are not followed. */
function listOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...listOf(path)] : [path];
  });
}
