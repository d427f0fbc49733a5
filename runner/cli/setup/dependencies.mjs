import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { projectPath } from './paths.mjs';

const STAMP = projectPath('node_modules', '.leantune-setup');
const LOCKFILE = projectPath('package-lock.json');
/** What npm writes as the last act of an install: the tree that lies in node_modules. */
const INSTALLED = projectPath('node_modules', '.package-lock.json');

/** Whether the stamp says that this lockfile was installed on this platform. */
export function dependenciesStamped() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampText();
}

export function stampDependencies() {
  writeFileSync(STAMP, stampText());
}

function stampText() {
  const hash = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

/** Whether node_modules holds what the lockfile asks for, whoever installed it. */
export function dependenciesInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages;
  const found = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || found[path]?.version === entry.version) return true;
    return found[path] === undefined && entry.optional === true && !isForHere(entry);
  });
}

/** Whether npm must have installed an optional package here. Packages of one libc may be left out. */
function isForHere(entry) {
  if (entry.os === undefined && entry.cpu === undefined) return false;
  if (entry.libc !== undefined) return false;
  return listed(entry.os, process.platform) && listed(entry.cpu, process.arch);
}

function listed(names, here) {
  return names === undefined || [names].flat().includes(here);
}

/** `npm ci`, quiet unless it fails. Development packages too, whatever NODE_ENV says. */
export async function installDependencies() {
  const [command, ...first] = npmCommand();
  const args = [
    ...first,
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  await runQuietly(command, args, 'Cannot install the dependencies with npm ci');
}

/** The npm that runs us, where one does: it is known to fit the running Node. */
function npmCommand() {
  const npm = process.env['npm_execpath'] ?? '';
  if (basename(npm) === 'npm-cli.js') return [process.execPath, npm];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** Runs a command in the project's folder and shows what it said only where it fails. */
export function runQuietly(command, args, action, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectPath('.'),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => reject(new Error(`${action}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${Buffer.concat(output)}\n${action}: it ended with ${signal ?? code}`));
    });
  });
}
