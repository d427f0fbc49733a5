import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { containersOf, dockerOptions, openTestDocker } from '../fixtures/test-docker.ts';
import { evaluationsOf, leantune } from './leantune-process.ts';

/* The same job, whatever carries its backtests out, ends with the same lines. */

const SLOW = { timeout: 900_000 };
const home = temporaryFolder();
const docker = await openTestDocker();

/** Two stages that learn from what they are told, repeats among their asks, and a holdout. */
const job = {
  strategy: 'sma-cross',
  symbol: 'SPX',
  data: 'sample',
  engine: 'embedded',
  start: '2000-01-03',
  end: '2010-12-31',
  holdout: { start: '2011-01-03', end: '2015-12-31' },
  parameters: [
    { name: 'fast', type: 'int', min: 5, max: 50, step: 5 },
    { name: 'slow', type: 'int', min: 20, max: 200, step: 20 },
  ],
  rules: ['fast < slow'],
  fitness: { name: 'calmar', min_trades: 5 },
  stages: [
    { sampler: 'lhs', samples: 30 },
    { sampler: 'tpe', samples: 15 },
    { sampler: 'genetic', population_size: 20, generations: 5, batch_size: 5 },
  ],
  seed: 7,
  slots: 2,
  resume: false,
};

async function linesOf(executor: unknown, name: string): Promise<object[]> {
  const file = join(home.path, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...job, name, executor }));
  const { code, stderr, stdout } = await leantune(home.path, 'optimize', file, '--json');
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  const { record } = JSON.parse(stdout) as { record: { id: string } };
  return evaluationsOf(home.path, record.id);
}

let expected: object[];
beforeAll(async () => {
  await leantune(home.path, 'setup');
  expected = await linesOf('embedded', 'on-embedded');
});
afterAll(async () => {
  if (typeof docker !== 'string') await docker[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

describe('leantune optimize', () => {
  it('gives the same lines by harness processes as by the embedded executor', SLOW, async () => {
    expect(expected.length).toBeGreaterThan(50);
    expect(await linesOf({ kind: 'process', canary_every: 10 }, 'on-process')).toEqual(expected);
  });

  it('gives the same lines in warm containers, and leaves none', SLOW, async (context) => {
    if (typeof docker === 'string') {
      if (process.env['CI'] === 'true') throw new Error(`Cannot test docker: ${docker}`);
      return context.skip(docker);
    }
    const executor = { kind: 'docker', ...dockerOptions(docker) };
    expect(await linesOf(executor, 'on-docker')).toEqual(expected);
    const left = await docker.docker.listContainers({
      all: true,
      filters: { label: ['leantune.owner'], ancestor: [docker.image] },
    });
    expect(left.filter(({ State }) => State === 'running').length).toBe(
      (await containersOf(docker)).length,
    );
  });
});
