import { describe, expect, test } from 'vitest';
import { createProject, minimal } from './job-project.ts';

describe('JobReader.read()', () => {
  test.each([
    ['a parameter space', { parameters: [{ name: 'fast', min: 1, max: 2, type: 'int' }] }],
    ['a parameter space', { _c: '', parameters: [], rules: [], description: 'x' }],
    ['a list of parameters', [{ name: 'fast', min: 1, max: 2, type: 'int' }]],
    ['a list of parameter sets', [{ fast: '10', slow: '50' }]],
    ['a universe', { symbols: ['SPY'], symbols_parallel: 2 }],
    ['a universe', { symbols: ['SPY', 'IBM'] }],
    ['a LEAN configuration', { 'algorithm-type-name': 'X', parameters: {} }],
    ['a LEAN configuration', { 'algorithm-language': 'Python', 'cloud-id': 1 }],
    ['settings of the grid optimizer', { parallelization: { num_workers: 2 } }],
    ['promoted parameters', { leantune: 'promoted', parameters: {} }],
    ['promoted parameters', { metadata: { run_id: 'x' }, factors: {}, hyperparameters: {} }],
    ['a JSON schema', { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }],
    ['a JSON schema', { type: 'object', properties: {} }],
  ])('knows %s from a job: %j', async (what, value) => {
    using project = createProject();
    const reading = await project.reader.read(JSON.stringify(value), 'x.json');
    expect(reading).toEqual({ kind: 'other', what });
  });

  test('takes a job with a fault for a job', async () => {
    using project = createProject();
    const { parameters } = minimal;
    const $schema = './schema/job.schema.json';
    for (const value of [
      {},
      { parameters, symbol: 'SPY' },
      { symbols: ['SPY'], start: 'x' },
      { $schema, parameters },
    ]) {
      expect((await project.problems(value)).length).toBeGreaterThan(0);
    }
  });
});
