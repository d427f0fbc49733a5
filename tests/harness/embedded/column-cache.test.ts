import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  columnPath,
  readSegment,
  takeUncached,
  useColumnCache,
} from '../../../harness/embedded/data/column-cache.ts';
import type { RawColumns } from '../../../harness/embedded/data/read-bars.ts';
import { readContents, type Segment, segmentKey } from '../../../harness/embedded/data/segment.ts';
import { trimColumns, writeColumns } from '../../../harness/embedded/data/write-columns.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const FIRST_DAY = 17_000;

let folder: ReturnType<typeof temporaryFolder>;
let cache: string;
let segment: Segment;

beforeEach(() => {
  folder = temporaryFolder();
  cache = join(folder.path, 'columns');
  mkdirSync(cache);
  const days = [0, 1, 2].map((day) => FIRST_DAY + day);
  segment = {
    kind: 'trade',
    scale: 10_000,
    files: days.map((day) => ({ file: writeDay(day, 100 + day - FIRST_DAY), day })),
  };
});

afterEach(() => {
  useColumnCache(null);
  takeUncached();
  folder[Symbol.dispose]();
});

function writeDay(day: number, price: number): string {
  const file = join(folder.path, `${day}_trade.zip`);
  const lines = [0, 1, 2].map((minute) => {
    const scaled = Math.round((price + minute / 100) * 10_000);
    return `${(570 + minute) * 60_000},${scaled},${scaled},${scaled},${scaled},${minute}`;
  });
  writeFileSync(file, zipSync({ 'bars.csv': strToU8(lines.join('\n')) }));
  return file;
}

function plain({ start, values }: RawColumns): number[][] {
  return [start, ...values].map((column) => [...column]);
}

function fileOf(asked: Segment): string {
  return columnPath(cache, segmentKey(asked, readContents(asked)));
}

describe('readSegment()', () => {
  test('decodes what nobody has kept, and tells it', () => {
    const wanted = plain(readSegment(segment));
    expect(takeUncached()).toEqual([]);
    useColumnCache(cache);
    expect(plain(readSegment(segment))).toEqual(wanted);
    expect(takeUncached()).toEqual([segment]);
    expect(wanted[0]?.length).toBe(9);
    expect(wanted[4]?.[3]).toBe(101);
  });

  test('takes what was kept, and only where the files hold the same', () => {
    const wanted = plain(readSegment(segment));
    useColumnCache(cache);
    writeColumns(cache, segment);
    expect(plain(readSegment(segment))).toEqual(wanted);
    expect(takeUncached()).toEqual([]);

    // The same length and the same time of change, but another price.
    const { file } = segment.files[1] as Segment['files'][number];
    const { atime, mtime } = statSync(file);
    writeDay(FIRST_DAY + 1, 102);
    utimesSync(file, atime, mtime);
    expect(plain(readSegment(segment))[4]?.[3]).toBe(102);
    expect(takeUncached()).toEqual([segment]);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 8)],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.alloc(8)])],
    ['with a changed number', (bytes) => Buffer.from(bytes).fill(1, bytes.length - 1)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{}\n')],
  ])('leaves a file aside that is %s, and lets it be made again', (_, damage) => {
    const wanted = plain(readSegment(segment));
    useColumnCache(cache);
    writeColumns(cache, segment);
    const file = fileOf(segment);
    writeFileSync(file, damage(readFileSync(file)));
    expect(plain(readSegment(segment))).toEqual(wanted);
    expect(takeUncached()).toEqual([segment]);
    writeColumns(cache, segment);
    expect(plain(readSegment(segment))).toEqual(wanted);
    expect(takeUncached()).toEqual([]);
  });

  test('leaves the columns of other files aside, also under this name', () => {
    const other = { ...segment, files: segment.files.slice(0, 1) };
    useColumnCache(cache);
    writeColumns(cache, other);
    writeFileSync(fileOf(segment), readFileSync(fileOf(other)));
    expect(plain(readSegment(segment))[0]?.length).toBe(9);
    expect(takeUncached()).toEqual([segment]);
  });
});

describe('trimColumns()', () => {
  test('removes the oldest until the rest is small enough, and what was left half written', () => {
    const parts = segment.files.map((file) => ({ ...segment, files: [file] }));
    for (const [age, part] of parts.entries()) {
      writeColumns(cache, part);
      utimesSync(fileOf(part), 1e9 + age, 1e9 + age);
    }
    writeFileSync(join(cache, 'half.columns.1.tmp'), 'x');
    utimesSync(join(cache, 'half.columns.1.tmp'), 1e9, 1e9);
    const [, second, third] = parts.map(fileOf);
    const size = statSync(third as string).size;
    trimColumns(cache, 2 * size);
    const left = readdirSync(cache).map((name) => join(cache, name));
    expect(left.sort()).toEqual([second, third].sort());
  });
});
