import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** npm ci refuses a lockfile without the packages of other platforms, and npm install may drop them. */
it('package-lock.json names the optional packages of every platform', () => {
  const path = join(import.meta.dirname, '../../../package-lock.json');
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as {
    packages: Readonly<Record<string, Entry>>;
  };
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`node_modules/${name}`] === undefined &&
        packages[`${from}/node_modules/${name}`] === undefined,
    ),
  );
  expect(missing).toEqual([]);
});
