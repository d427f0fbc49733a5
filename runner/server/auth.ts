import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, MiddlewareHandler } from 'hono';
import { addressOf, isLocal } from './host-guard.ts';
import { problem } from './problem.ts';
import type { ReaderSessions } from './reader-session.ts';
import { createWrongTokens } from './wrong-tokens.ts';

const SHORTEST = 32;

/**
 * The token that changes need, from `token` in a folder; made on first use. Only its owner may read
 * the file: looser permissions are put right.
 *
 * @throws Error where the file is a link, or holds what is too short to be a secret
 */
export async function ensureToken(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'token');
  try {
    const token = randomBytes(32).toString('base64url');
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readToken(path);
}

async function readToken(path: string): Promise<string> {
  const stats = await lstat(path);
  if (!stats.isFile()) {
    throw new Error(`Cannot use token file "${path}": wanted a regular file, found another kind`);
  }
  if ((stats.mode & 0o077) !== 0) await chmod(path, 0o600);
  const token = (await readFile(path, 'utf8')).trim();
  if (token.length >= SHORTEST) return token;
  const found = `${token.length}; delete the file to have a new one made`;
  throw new Error(`Cannot use token file "${path}": wanted ${SHORTEST} characters, found ${found}`);
}

/**
 * Changes need the token, always; reading needs it, or the cookie that it is given for, where the
 * client is on another machine. The pages themselves hold no data and are open.
 */
export function requireToken(
  token: string,
  sessions: Pick<ReaderSessions, 'isGiven'>,
): MiddlewareHandler {
  const wanted = digest(token);
  const wrong = createWrongTokens();
  /** Whether a token is the right one; seconds to wait where too many wrong ones came before. */
  const check = (given: string, address: string): boolean | number => {
    const wait = wrong.wait(address);
    if (wait > 0) return wait;
    // Digests have one length, as the comparison needs, and tell nothing of the token's.
    const isRight = timingSafeEqual(digest(given), wanted);
    if (!isRight) wrong.note(address);
    return isRight;
  };

  /** Whether somebody may read without showing the token. */
  const isOpen = (context: Context): boolean =>
    !context.req.path.startsWith('/api') || isLocal(context) || sessions.isGiven(context);

  return async (context, next) => {
    const { method, path } = context.req;
    const reads = method === 'GET' || method === 'HEAD' || changesNothing(method, path);
    if (reads && isOpen(context)) return next();
    const given = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    if (given === undefined) return refused(reads, 'none');
    const found = check(given, addressOf(context) ?? '');
    if (found === true) return next();
    return found === false ? refused(reads, 'another one') : tooManyTokens(found);
  };
}

/** Questions that are too long for an address. */
export function changesNothing(method: string, path: string): boolean {
  return method === 'POST' && path === '/api/jobs/check';
}

function refused(reads: boolean, found: string): Response {
  return problem(
    401,
    `Cannot ${reads ? 'read' : 'change'} anything: wanted the token that the daemon printed as "Authorization: Bearer …", found ${found}`,
    undefined,
    { 'www-authenticate': 'Bearer realm="leantune"' },
  );
}

function tooManyTokens(seconds: number): Response {
  const detail = `Too many wrong tokens came from your address: try again in ${seconds} s`;
  return problem(429, detail, undefined, { 'retry-after': String(seconds) });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
