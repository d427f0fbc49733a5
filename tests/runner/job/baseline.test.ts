import { describe, expect, it } from 'vitest';
import { parametersIn, readAsDefined } from '../../../runner/domain/parameters-in.ts';
import { recogniseOther } from '../../../runner/job/recognise.ts';
import { createProject, minimal } from './job-project.ts';

describe("a job's baseline", () => {
  it('is left to the strategy where the job says nothing', async () => {
    using project = createProject();
    expect(await project.job(minimal)).not.toHaveProperty('baseline');
    expect((await project.job({ ...minimal, baseline: false })).baseline).toBeNull();
    expect((await project.job({ ...minimal, baseline: 'defaults' })).baseline).toEqual({
      label: 'defaults',
      params: null,
    });
  });

  it('is given by name, or by the file that is live', async () => {
    using project = createProject();
    const given = { fast: 12, slow: 90, stop: 'none' };
    expect((await project.job({ ...minimal, baseline: given })).baseline).toEqual({
      label: 'given',
      params: given,
    });
    project.write(
      'live/spx.yaml',
      'leantune: promoted\nhyperparameters: {fast: 12, slow: 90, x: 1}\n',
    );
    expect((await project.job({ ...minimal, baseline: 'live/spx.yaml' })).baseline).toEqual({
      label: 'spx.yaml',
      params: { fast: 12, slow: 90 },
    });
  });

  it("is read from LEAN's configuration, whose values are all text", async () => {
    using project = createProject();
    const parameters = { ticker: 'SPX', fast: '12', slow: '90' };
    project.write('lean/config.json', { 'algorithm-type-name': 'SmaCross', parameters });
    expect((await project.job({ ...minimal, baseline: 'lean/config.json' })).baseline).toEqual({
      label: 'config.json',
      params: { fast: 12, slow: 90 },
    });
  });

  it('is refused where the file is missing, lies elsewhere or holds none of the parameters', async () => {
    using project = createProject();
    project.write('other.yaml', 'window: 3\n');
    const problemOf = async (baseline: unknown) =>
      (await project.problems({ ...minimal, baseline }))[0];
    expect(await problemOf('none.yaml')).toMatchObject({ path: 'baseline', line: 21 });
    expect((await problemOf('/etc/hostname'))?.found).toContain('a path that leaves it');
    expect(await problemOf('other.yaml')).toMatchObject({
      wanted: 'a file with values of fast, slow',
      found: 'none of them ("other.yaml")',
    });
  });
});

describe('parametersIn()', () => {
  it('finds weights of factors beside hyperparameters', () => {
    const factors = {
      momentum: { mom_12: { weight: 0.4, direction: 'long', category: 'momentum' } },
      value: { pe: { weight: -0.2, direction: 'short', category: 'value' } },
    };
    expect(parametersIn({ metadata: {}, factors, hyperparameters: { cash_pct: 0.1 } })).toEqual({
      mom_12: 0.4,
      pe: -0.2,
      cash_pct: 0.1,
    });
  });

  it('takes names and values alone, and nothing that holds more', () => {
    expect(parametersIn({ fast: 12, on: true })).toEqual({ fast: 12, on: true });
    expect(parametersIn({ fast: 12, more: { a: 1 } })).toBeNull();
    expect(parametersIn({})).toBeNull();
    expect(parametersIn([1])).toBeNull();
  });
});

describe('readAsDefined()', () => {
  it('reads texts as the definitions say, and leaves what cannot be read', () => {
    const definitions = [
      { name: 'fast', type: 'int', min: 1, max: 9 },
      { name: 'on', type: 'boolean' },
      { name: 'mode', type: 'categorical', values: [1, 'two'] },
    ] as const;
    expect(readAsDefined({ fast: '7', on: 'False', mode: '1', other: '5' }, definitions)).toEqual({
      fast: 7,
      on: false,
      mode: 1,
      other: '5',
    });
    expect(readAsDefined({ fast: 'many', on: 'maybe' }, definitions)).toEqual({
      fast: 'many',
      on: 'maybe',
    });
  });
});

describe('recogniseOther()', () => {
  it('takes neither candidates nor promoted files for jobs', () => {
    expect(recogniseOther({ leantune: 'candidate', parameters: {} })).toBe(
      'a candidate for promotion',
    );
    expect(recogniseOther({ leantune: 'promoted', hyperparameters: {} })).toBe(
      'promoted parameters',
    );
  });
});
