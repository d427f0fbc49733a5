import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureToken } from '../../../runner/server/auth.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantune-token-'));
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const path = () => join(folder, 'token');
const mode = async () => (await stat(path())).mode & 0o777;

describe('ensureToken()', () => {
  test('makes a token that only its owner can read, and keeps it', async () => {
    const token = await ensureToken(folder);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await mode()).toBe(0o600);
    expect(await ensureToken(folder)).toBe(token);
    expect((await readFile(path(), 'utf8')).trim()).toBe(token);
  });

  test('makes one token where several ask first', async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, () => ensureToken(folder)));
    expect(new Set(tokens).size).toBe(1);
  });

  test('takes permissions away from others', async () => {
    await ensureToken(folder);
    await chmod(path(), 0o644);
    await ensureToken(folder);
    expect(await mode()).toBe(0o600);
  });

  test('refuses a link and what is too short', async () => {
    await writeFile(path(), 'short\n');
    await expect(ensureToken(folder)).rejects.toThrow('wanted 32 characters, found 5');
    await rm(path());
    await writeFile(join(folder, 'other'), 'x'.repeat(43));
    await symlink(join(folder, 'other'), path());
    await expect(ensureToken(folder)).rejects.toThrow('wanted a regular file');
  });
});
