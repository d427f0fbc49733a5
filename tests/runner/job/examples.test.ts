import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import Pullback from '../../../config/examples/strategies/pullback.ts';
import { SmaCross } from '../../../harness/embedded/strategies/sma-cross.ts';
import { readCSharp } from '../../../runner/executors/csharp-source.ts';
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

  test.each(['lean-docker.jsonc', 'lean-process.jsonc'])(
    '%s tunes what its strategy in C# reads',
    async (name) => {
      const file = join(root, 'config/examples', name);
      const reading = await reader.read(readFileSync(file, 'utf8'), file);
      if (reading.kind === 'other') throw new Error(reading.what);
      const { job } = reading;
      expect(job.backtest).toMatchObject({ engine: 'lean' });
      const source = readFileSync(join(root, job.backtest.strategy, 'Main.cs'), 'utf8');
      const { classes, parameters } = readCSharp([source]);
      expect(classes).toHaveLength(1);
      for (const parameter of job.parameters) expect(parameters).toContain(parameter.name);
      expect(job.tags).toEqual(['example']);
    },
  );
});
