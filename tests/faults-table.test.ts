import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Row {
  readonly id: string;
  readonly file: string;
  /** Part of the test's title, or why there is no test. */
  readonly title: string;
}

const rows: readonly Row[] = readFileSync(resolve(import.meta.dirname, 'FAULTS.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| X\d\d /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', , , file = '', title = '']) => ({ id, file, title }));

describe('the table of faults', () => {
  test('has every fault', () => {
    const ids = new Set(rows.map(({ id }) => id));
    const all = Array.from({ length: 48 }, (_, index) => `X${String(index + 1).padStart(2, '0')}`);
    expect([...ids].sort()).toEqual(all);
  });

  test.each(rows.filter(({ file }) => file !== '–'))(
    '$id names a test that is there: $title',
    ({ file, title }) => {
      const path = resolve(import.meta.dirname, file);
      expect(existsSync(path), file).toBe(true);
      expect(title.length).toBeGreaterThan(10);
      expect(readFileSync(path, 'utf8')).toContain(title);
    },
  );

  test('says why where there is no test', () => {
    const none = rows.filter(({ file }) => file === '–');
    expect(none.filter(({ title }) => title.length < 40)).toEqual([]);
  });
});
