import { describe, expect, it } from 'vitest';
import { referenceFunctions } from '../../../runner/bench/functions/index.ts';
import { landscapeProblem } from '../../../runner/bench/landscape.ts';
import { searchOnce } from '../../../runner/bench/search-once.ts';
import { NAMESAKES, optionsFor } from '../../../runner/bench/settings.ts';
import { samplers } from '../../../runner/samplers/index.ts';

const search = (sampler: keyof typeof samplers, name: string, seed: number) => {
  const problem = referenceFunctions[name]!();
  const parameters = problem.space.parameters.length;
  const settings = { sampler, settings: 'default', evaluations: 60, parameters, batch: 1 } as const;
  return searchOnce({
    factory: samplers[sampler],
    options: optionsFor(samplers, settings),
    problem,
    evaluations: 60,
    seed,
  });
};

describe('searchOnce()', () => {
  it.each(['random', 'tpe', 'de', 'genetic', 'nsga2', 'lhs'] as const)(
    '%s: the same seed finds the same, another seed something else',
    (sampler) => {
      const { improvements, made } = search(sampler, 'mixed', 3);
      expect(made).toBe(60);
      expect(search(sampler, 'mixed', 3).improvements).toEqual(improvements);
      expect(search(sampler, 'mixed', 4).improvements).not.toEqual(improvements);
      const values = improvements.map(([, value]) => value);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      expect(new Set(values).size).toBe(values.length);
    },
  );

  it('tells two objectives to samplers that know them', () => {
    const ended = (sampler: 'nsga2' | 'random') =>
      search(sampler, 'zdt1_d10', 1).improvements.at(-1)![1];
    // Hypervolumes of the front that was found, negated: more is better.
    expect(ended('nsga2')).toBeLessThan(-80);
    expect(ended('random')).toBeLessThan(-80);
  });

  it('searches a landscape of backtests, where some sets are not valid', () => {
    const values = new Float64Array(new SharedArrayBuffer(8 * 10));
    values.set([Number.NaN, -1, -2, -3, -9, Number.NaN, -4, -3, -2, -1]);
    const problem = landscapeProblem({
      name: 'ten',
      parameters: [{ name: 'a', type: 'int', min: 1, max: 10 }],
      rules: [],
      values,
    });
    expect(problem.optimum).toBe(-9);
    expect(problem.judge({ a: 6 }).status).toBe('invalid');
    const options = optionsFor(samplers, {
      sampler: 'grid',
      settings: 'default',
      evaluations: 10,
      parameters: 1,
      batch: 1,
    });
    const found = searchOnce({
      factory: samplers.grid,
      options,
      problem,
      evaluations: 50,
      seed: 1,
    });
    expect(found.made).toBe(10);
    expect(found.improvements.at(-1)![1]).toBe(-9);
  });
});

describe('optionsFor()', () => {
  it.each(Object.keys(NAMESAKES))('%s can be given the settings of its namesake', (sampler) => {
    for (const parameters of [5, 10]) {
      const search = {
        sampler,
        settings: 'alike',
        evaluations: 100,
        parameters,
        batch: 1,
      } as const;
      const own = optionsFor(samplers, search);
      const theirs = NAMESAKES[sampler]!.options(parameters);
      expect(own).toMatchObject(theirs);
      if (Object.keys(theirs).length > 0) {
        expect(own).not.toEqual(optionsFor(samplers, { ...search, settings: 'default' }));
      }
    }
  });

  it('gives differential evolution as many members for each parameter as its namesake', () => {
    const search = { sampler: 'de', settings: 'alike', evaluations: 300, batch: 1 } as const;
    for (const parameters of [5, 10]) {
      const options = optionsFor(samplers, { ...search, parameters });
      expect(options).toMatchObject({ population_size: 5 * parameters });
    }
  });
});
