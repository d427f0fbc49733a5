import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectPath } from './paths.mjs';

const HEARTBEAT_MS = 2_000;
/** Ten missed beats: the holder is gone, even where its process cannot be looked up. */
const STALE_MS = 20_000;
const LOCK = projectPath('.leantune', 'setup.lock');

/**
 * Runs work while no other process sets this clone up. The lock is a directory, which only one
 * process can make; its holder touches it while it works, so that one left by a crash is told apart.
 */
export async function withSetUpLock(work, onWait) {
  mkdirSync(projectPath('.leantune'), { recursive: true });
  for (let tries = 0; !takeLock(); tries++) {
    if (tries === 1) onWait();
    await sleep(200);
  }
  const heartbeat = setInterval(touch, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function takeLock() {
  try {
    mkdirSync(LOCK);
    writeFileSync(join(LOCK, 'holder'), `${hostname()} ${process.pid}`);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isStale()) removeStale();
    return false;
  }
}

function touch() {
  try {
    utimesSync(LOCK, new Date(), new Date());
  } catch {
    // Taken over by a process that saw no beat, as after a sleeping laptop: the work still ends well.
  }
}

function isStale() {
  try {
    if (Date.now() - statSync(LOCK).mtimeMs > STALE_MS) return true;
    const [host, pid] = readFileSync(join(LOCK, 'holder'), 'utf8').split(' ');
    return host === hostname() && !isAlive(Number(pid));
  } catch {
    // Gone, or its holder has not signed it yet.
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Only one of several can rename it; the others see it gone and try to take the lock. */
function removeStale() {
  const away = `${LOCK}.${process.pid}.stale`;
  try {
    renameSync(LOCK, away);
    rmSync(away, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
