import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAppendFile } from '../../../runner/run/append-file.ts';
import { mountSmallDisk, smallDiskProblem } from '../../fixtures/small-disk.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

describe('openAppendFile()', () => {
  test('cuts a torn last line off, wherever it was torn', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lines');
    const whole = '{"a":1}\n{"b":"ü"}\n';
    const torn = Buffer.from(`${whole}{"c":"ü",\u0000}`);
    for (let length = Buffer.byteLength(whole); length <= torn.length; length++) {
      writeFileSync(path, torn.subarray(0, length));
      await using file = openAppendFile(path);
      file.append('{"d":1}\n');
      expect(readFileSync(path, 'utf8')).toBe(`${whole}{"d":1}\n`);
    }
  });

  test('cuts a torn line off that is longer than a block', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lines');
    writeFileSync(path, `first\n${'x'.repeat(200_000)}`);
    await using file = openAppendFile(path);
    expect(file.size).toBe(6);
    expect(readFileSync(path, 'utf8')).toBe('first\n');
  });

  test('starts an empty file where a single torn line is all there is', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lines');
    writeFileSync(path, 'torn');
    await using file = openAppendFile(path);
    expect(file.size).toBe(0);
  });

  test('disposing twice is harmless', async () => {
    using folder = temporaryFolder();
    const file = openAppendFile(join(folder.path, 'lines'));
    file.append('a\n');
    await file[Symbol.asyncDispose]();
    await file[Symbol.asyncDispose]();
    expect(readFileSync(join(folder.path, 'lines'), 'utf8')).toBe('a\n');
  });
});

const problem = smallDiskProblem();
if (problem !== null) console.warn(`append-file on a full disk: skipped, ${problem}`);

test('AppendFile.append() writes nothing into a file that has its descriptor after it', async () => {
  using folder = temporaryFolder();
  const file = openAppendFile(join(folder.path, 'lines'));
  await file[Symbol.asyncDispose]();
  const next = openAppendFile(join(folder.path, 'next'));
  expect(() => file.append('late\n')).toThrow('it is closed');
  await next[Symbol.asyncDispose]();
  expect(readFileSync(join(folder.path, 'next'), 'utf8')).toBe('');
});

describe.skipIf(problem !== null)('AppendFile on a full disk', () => {
  test('append() throws, keeps every acknowledged line, and goes on when there is room', async () => {
    using disk = mountSmallDisk(64);
    const path = join(disk.folder, 'lines');
    const ballast = join(disk.folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(32_768));
    await using file = openAppendFile(path);
    const acknowledged: string[] = [];
    const write = (number: number): boolean => {
      const line = `${number}:${'x'.repeat(3_000)}\n`;
      try {
        file.append(line);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
        return false;
      }
      acknowledged.push(line);
      return true;
    };
    let number = 0;
    while (write(number)) number++;
    expect(number).toBeGreaterThan(3);
    writeFileSync(ballast, '');
    for (let more = 0; more < 5; more++) expect(write(100 + more)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(acknowledged.join(''));
  });
});
