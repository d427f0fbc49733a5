import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import Pullback from '../../../config/examples/strategies/pullback.ts';
import { SmaCross } from '../../../harness/embedded/strategies/sma-cross.ts';
import { createJobReader } from '../../../runner/job/job-reader.ts';
import { registries } from './registries.ts';

const root = join(import.meta.dirname, '../../..');
const reader = createJobReader({ ...registries, projectRoot: root, env: {} });

describe('config/examples', () => {
  test.each([
    ['quickstart.json', SmaCross.parameters],
    ['several-symbols.jsonc', SmaCross.parameters],
    ['whole-grid.yaml', SmaCross.parameters],
    ['own-strategy.jsonc', Pullback.parameters],
  ])('%s tunes what its strategy reads, on the sample data', async (name, parameters) => {
    const file = join(root, 'config/examples', name);
    const reading = await reader.read(readFileSync(file, 'utf8'), file);
    if (reading.kind === 'other') throw new Error(reading.what);
    const { job } = reading;
    expect(job.parameters.map((parameter) => parameter.name).sort()).toEqual(
      Object.keys(parameters).sort(),
    );
    expect(job.backtest.dataFolder).toBe(join(root, '.leantune', 'sample-data'));
    expect(job.tags).toEqual(['example']);
  });
});
