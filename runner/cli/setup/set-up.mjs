import process from 'node:process';
import {
  dependenciesInstalled,
  dependenciesStamped,
  installDependencies,
  stampDependencies,
} from './dependencies.mjs';
import { checkProjectNode, hasProjectNode, projectNode } from './project-node.mjs';
import { withSetUpLock } from './set-up-lock.mjs';
import { buildSite, siteBuilt } from './site-build.mjs';

/**
 * Brings the clone into working order and returns the project's Node. Whatever is in place is left
 * alone; where all is, nothing is written and no lock is taken.
 */
export async function setUp({ site }) {
  const node = projectNode();
  if (isInPlace(node, site)) return node;
  await withSetUpLock(
    () => mend(node, site),
    () => say('Waiting for another process that sets this clone up …'),
  );
  return node;
}

function isInPlace(node, site) {
  return dependenciesStamped() && hasProjectNode(node) && (!site || siteBuilt());
}

/** Looks again at each step: another process may have done it while we waited for the lock. */
async function mend(node, site) {
  if (!(dependenciesStamped() && hasProjectNode(node))) {
    if (!(dependenciesInstalled() && hasProjectNode(node))) {
      await timed('Installing the dependencies', installDependencies);
    }
    checkProjectNode(node);
    stampDependencies();
  }
  if (site && !siteBuilt()) await timed('Building the site', () => buildSite(node.executable));
}

async function timed(what, work) {
  const start = performance.now();
  say(`${what} …`);
  await work();
  say(`${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Progress goes to stderr: stdout belongs to the command that follows. */
function say(line) {
  process.stderr.write(`${line}\n`);
}
