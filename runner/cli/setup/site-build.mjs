import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './dependencies.mjs';
import { projectPath } from './paths.mjs';

const STAMP = projectPath('dist', '.leantune-site');

/** Whether dist/ was built from the sources as they are now. */
export function siteBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourcesHash();
}

/** `astro build` under the project's Node. */
export async function buildSite(executable) {
  // Taken before the build: what changes meanwhile is built the next time.
  const hash = sourcesHash();
  const astro = projectPath('node_modules', 'astro', 'bin', 'astro.mjs');
  await runQuietly(executable, [astro, 'build'], 'Cannot build the site', {
    ASTRO_TELEMETRY_DISABLED: '1',
    // Whatever it says for other programs, pages would take it for their place on the host.
    BASE_URL: '/',
  });
  writeFileSync(STAMP, hash);
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of [...sourceFiles(), projectPath('package-lock.json')]) {
    hash.update(`${file.slice(projectPath('.').length)}\0`).update(readFileSync(file));
  }
  return `${hash.digest('hex')}\n`;
}

function sourceFiles() {
  const site = projectPath('site');
  const inside = readdirSync(site, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return [...inside, projectPath('astro.config.mjs')].sort();
}
