import { afterAll, describe, expect, test } from 'vitest';
import { createProject } from './job-project.ts';
import { base, createOlderProject, runsOf } from './older-project.ts';

const project = createOlderProject();
afterAll(() => project[Symbol.dispose]());

describe('JobReader.read() of a universe file', () => {
  const universe = { symbols: ['SPY', 'ibm'], base_config: 'config/base.json' };

  test('applies the file that it names to every symbol', async () => {
    const job = await project.job({ ...universe, symbols_parallel: '2', total_workers: '4' });
    expect(runsOf(job)).toEqual({ symbols: ['SPY', 'IBM'], slots: 4, symbolsParallel: 2 });
    expect(job).toMatchObject({
      backtest: { dates: { start: '2005-01-01' }, fixedParameters: { mode: 'x' } },
      fitness: { name: 'calmar', options: { min_trades: 10 } },
      stages: [{ name: 'lhs', sampler: { options: { samples: 5 } } }],
    });
  });

  test('takes the workers of that file where it says none, and our own keys over both', async () => {
    expect(runsOf(await project.job(universe))).toMatchObject({ slots: 3, symbolsParallel: 3 });
    const own = { fixed_parameters: { size: 2 }, slots: 1, total_workers: 9, seed: 5 };
    const job = await project.job({ ...universe, ...own });
    expect(job).toMatchObject({ slots: 1, seed: 5 });
    expect(job.backtest.fixedParameters).toEqual({ mode: 'x', size: 2 });
  });

  test('finds what its files name as config/… beside them, wherever they lie', async () => {
    project.write('elsewhere/base.json', base);
    project.write('elsewhere/parameter_space.json', {
      parameters: [{ name: 'slow', min: 1, max: 4, type: 'int' }],
    });
    const text = { ...universe, base_config: 'config/base.json' };
    const job = await project.job(text, `${project.root}/elsewhere/universe.json`);
    // The project's own come first.
    expect(job.parameters[0]?.name).toBe('fast');
    project.write('far/away.json', { ...base, parameter_space_file: 'config/far.json' });
    project.write('far/far.json', { parameters: [{ name: 'slow', min: 1, max: 4, type: 'int' }] });
    const far = { ...universe, base_config: 'config/away.json' };
    const other = await project.job(far, `${project.root}/far/universe.json`);
    expect(other.parameters[0]?.name).toBe('slow');
  });

  test('tells where in that file something is wrong', async () => {
    project.write('config/faulty.json', { ...base, stages: { lhs: { enabled: 1, n_sample: 2 } } });
    const faulty = { ...universe, base_config: 'config/faulty.json', total_workers: 0 };
    const problems = await project.problems(faulty);
    expect(problems.map(({ path, wanted }) => `${path}: ${wanted}`)).toEqual([
      'base_config: a known key (did you mean "n_samples"?) for stages.lhs.n_sample in config/faulty.json',
      'base_config: at least one stage that is enabled for stages in config/faulty.json',
      'total_workers: at least 1',
    ]);
  });

  test.each([
    ['config/none.json', 'no such file'],
    ['../../outside.json', 'a path that leaves it'],
    ['config/parameter_space.json', 'a parameter space in config/parameter_space.json'],
    ['config/universe.json', 'one that names others in config/universe.json'],
  ])('refuses %s as its base', async (base_config, found) => {
    project.write('config/universe.json', universe);
    const problems = await project.problems({ ...universe, base_config });
    expect(problems[0]).toMatchObject({ path: 'base_config' });
    expect(problems[0]?.found).toContain(found);
  });

  test('says which strategy is missing', async () => {
    using bare = createProject();
    bare.write('config/parameter_space.json', {
      parameters: [{ name: 'a', min: 1, max: 4, type: 'int' }],
    });
    bare.write('config/base.json', base);
    const [problem, ...others] = await bare.problems(universe);
    expect(problem).toMatchObject({ path: 'strategy', found: 'nothing' });
    expect(problem?.wanted).toContain('config/defaults/');
    expect(others).toEqual([]);
  });
});
