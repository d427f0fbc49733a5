import { execFile } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../fixtures/executor-under-test.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const run = promisify(execFile);

/** A restore asks a package registry, and the compiler starts cold. */
const SLOW = { timeout: 900_000 };

async function dotnet(args: readonly string[], cwd: string): Promise<string> {
  const environment = { ...process.env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' };
  const options = { cwd, env: environment, maxBuffer: 1e8 };
  return run('dotnet', [...args], options).then(
    ({ stdout }) => stdout,
    // The compiler and the tests say on stdout what is wrong.
    (error: Error & { stdout?: string }) => {
      throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error });
    },
  );
}

const version = await dotnet(['--version'], projectRoot).catch(() => null);
const hasSdk = version !== null || process.env['CI'] === 'true';
if (!hasSdk) console.warn('Tests of the LEAN harness skipped: wanted the .NET SDK, found none');

const leanPath = process.env['LEAN_PATH'];
if (!leanPath) {
  console.warn(
    'The LEAN harness is not compiled: wanted LEAN_PATH with its assemblies, found none',
  );
}

/** A copy without what an earlier build left, so that nothing is written into the tree. */
function copied(folder: string): string {
  const target = join(folder, 'lean');
  const isSource = (path: string) => !/[\\/](bin|obj)$/.test(path);
  cpSync(join(projectRoot, 'harness', 'lean'), target, { recursive: true, filter: isSource });
  // Some tests read LEAN's own results, where they lie beside the project.
  const shared = resolve(projectRoot, process.env['LEANTUNE_SHARED'] ?? '../shared');
  if (existsSync(shared)) symlinkSync(shared, join(folder, 'shared'));
  return target;
}

describe.skipIf(!hasSdk)('the LEAN harness', () => {
  test('keeps its protocol, whatever it is told', SLOW, async () => {
    using folder = temporaryFolder();
    const out = await dotnet(['test', 'Protocol.Tests'], copied(folder.path));
    expect(out).toMatch(/Failed: +0, Passed: +[1-9]\d*|Test Run Successful/);
  });

  test.skipIf(!leanPath)('compiles against LEAN', SLOW, async () => {
    using folder = temporaryFolder();
    const lean = copied(folder.path);
    const build = ['build', 'Harness', '-c', 'Release', `-p:LeanPath=${leanPath}`];
    const out = await dotnet([...build, '-o', join(folder.path, 'out')], lean);
    expect(out).toContain('0 Error(s)');
  });
});
