import { hostname, userInfo } from 'node:os';
import type { Who } from '../domain/who.ts';

/** The user of this process. */
export function ownWho(): Who {
  return { via: 'cli', user: userName(), host: hostname(), pid: process.pid };
}

/** A container may run under a number that has no name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return process.getuid === undefined ? null : `uid ${process.getuid()}`;
  }
}
