import { describe, expect, test } from 'vitest';
import { fc } from '../../fixtures/seeded-fc.ts';
import { createProject, minimal } from './job-project.ts';

describe('JobReader.read()', () => {
  test('throws nothing but InputError, whatever the file', async () => {
    using project = createProject();
    const keys = [
      ...Object.keys(minimal),
      'stages',
      'fitness',
      'symbols',
      'base_params',
      'holdout',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.constantFrom('lhs', 'calmar', '2001-01-01', 'SPX', 'config', '../x', -0, 1e308, null),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(
          fc.constantFrom(
            'sampler',
            'name',
            'type',
            'min',
            'max',
            'values',
            'lhs',
            'enabled',
            'kind',
          ),
          tie('any'),
        ),
      ),
    })).any;
    const job = fc
      .dictionary(fc.constantFrom(...keys), value)
      .map((changes) => ({ ...minimal, ...changes }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), value, job), async (input) => {
        await project.problems(JSON.stringify(input));
      }),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('json', 'yaml'),
        async (text, end) => {
          await project.problems(text, `job.${end}`);
          await project.problems(`parameters: [${text}`, `job.${end}`);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('reads every beginning of a job file, or says what is wrong with it', async () => {
    using project = createProject();
    const text = JSON.stringify(minimal, null, 1);
    for (let length = 0; length < text.length; length++) {
      expect(await project.problems(text.slice(0, length)), `${length}`).not.toEqual([]);
    }
    expect(await project.problems(text)).toEqual([]);
  });
});
