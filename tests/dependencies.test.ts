import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (name: string) => JSON.parse(readFileSync(resolve(root, name), 'utf8'));

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
}

describe('the dependencies', () => {
  test('are named by one exact version each', () => {
    const {
      dependencies = {},
      devDependencies = {},
      optionalDependencies = {},
    } = read('package.json');
    const named = Object.entries<string>({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    });
    expect(named.length).toBeGreaterThan(10);
    const loose = named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test('are locked with what they depend on, each by the hash of its content', () => {
    const packages = Object.entries<Locked>(read('package-lock.json').packages).filter(
      ([path]) => path !== '',
    );
    expect(packages.length).toBeGreaterThan(100);
    // npm leaves the hash out of packages for other platforms that it never fetched.
    const unhashed = packages.filter(
      ([, { integrity, link, optional }]) =>
        link !== true && optional !== true && !/^sha512-/.test(integrity ?? ''),
    );
    expect(unhashed.map(([path]) => path)).toEqual([]);
  });
});
