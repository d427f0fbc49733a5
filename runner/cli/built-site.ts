import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '../domain/errors.ts';

export interface BuiltSite extends AsyncDisposable {
  readonly folder: string;
}

/**
 * The pages for a place on a host: those that are built for the root, or ones built for elsewhere, since
 * a page names its parts by paths from the root.
 *
 * @param base such as `/` or `/reports/`
 * @throws InputError where they are not built
 */
export async function builtSite(projectRoot: string, base: string): Promise<BuiltSite> {
  if (base === '/') return ownSite(join(projectRoot, 'dist'));
  const folder = await mkdtemp(join(tmpdir(), 'leantune-site-'));
  const astro = join(projectRoot, 'node_modules', 'astro', 'bin', 'astro.mjs');
  const args = [astro, 'build', '--base', base, '--outDir', folder];
  // A variable of that name, whoever set it, would stand for the base on some of a page's paths.
  const { BASE_URL: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, args, {
    cwd: projectRoot,
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function ownSite(folder: string): BuiltSite {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new InputError('Cannot export the site', [
      { path: '', wanted: 'pages built by "npm run build:site"', found: 'none' },
    ]);
  }
  return { folder, async [Symbol.asyncDispose]() {} };
}
