// The one gate: types, lint and format, layers, dead code, tests. Each step runs, so that one
// failure does not hide the next; the first line of the end names what failed.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const bin = join(import.meta.dirname, '..', 'node_modules', '.bin');
const path = `${bin}${delimiter}${process.env.PATH}`;

const steps = [
  ['types', 'tsc', ['--noEmit']],
  ['lint and format', 'biome', ['ci', '--error-on-warnings', '.']],
  [
    'layers',
    'depcruise',
    ['--config', '.dependency-cruiser.mjs', 'runner', 'harness', 'site', 'tests'],
  ],
  ['dead code', 'knip', []],
  ...(process.argv.includes('--no-tests') ? [] : [['tests', 'vitest', ['run']]]),
];

const failed = steps.filter(([name, command, args]) => {
  console.log(`\n── ${name}: ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: '1' },
    shell: process.platform === 'win32',
  });
  return status !== 0;
});

console.log(
  failed.length === 0
    ? '\ncheck: all passed'
    : `\ncheck: failed: ${failed.map(([name]) => name).join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
