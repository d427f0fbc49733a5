import { describe, expect, it } from 'vitest';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { type Drive, driveSampler } from '../../contracts/drive-sampler.ts';

const { genetic } = samplers;

const space = createSpace(
  ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'int' as const, min: 0, max: 40 })),
  [],
);

const fitnessOf = (set: ParameterSet): number =>
  -Object.values(set).reduce<number>((sum, value) => sum + (Number(value) - 17) ** 2, 0) / 100;

const evaluate: Drive['evaluate'] = (set) => ({ status: 'complete', fitness: fitnessOf(set) });

function run(options: object, changes: Partial<Drive> = {}) {
  const parsed = genetic.options.parse(options);
  return driveSampler({ factory: genetic, options: parsed, space, evaluate, ...changes });
}

describe('genetic', () => {
  it('has the defaults of the older tool: at most 125 + 73 × 15 = 1,220 evaluations', () => {
    expect(genetic.options.parse({})).toEqual({
      population_size: 125,
      generations: 73,
      batch_size: 15,
      tournament_size: 3,
      crossover_probability: 0.95,
      mutation_probability: 0.05,
      early_stopping_generations: 15,
      early_stopping_min_delta: 0.01,
      seed_from_previous: false,
      n_seeds: 10,
      mutation: 'uniform',
      niching: false,
      steady_state: false,
      restarts: false,
    });
    expect(genetic.size(genetic.options.parse({}), space)).toBe(1220);
  });

  it('ask() gives the first population, then a batch a generation, by name', () => {
    const { batches, details } = run({ generations: 3, early_stopping_generations: 0 });
    expect(batches.map(({ length }) => length)).toEqual([125, 15, 15, 15]);
    expect(details).toEqual(['init', 'gen_1', 'gen_2', 'gen_3']);
  });

  it('ask() searches: the best of its last generations beats the first population', () => {
    const gains = [1, 2, 3, 4, 5].map((seed) => {
      const { batches } = run({ early_stopping_generations: 0 }, { seed });
      const bests = batches.map((batch) => Math.max(...batch.map(({ fitness }) => fitness)));
      return Math.max(...bests.slice(1)) - (bests[0] ?? 0);
    });
    for (const gain of gains) expect(gain).toBeGreaterThan(0);
  });

  it('stops after 15 generations without 0.01 more', () => {
    const flat = run({}, { evaluate: () => ({ status: 'complete', fitness: 1 }) });
    expect(flat.details.at(-1)).toBe('gen_15');
    const crawling = run({}, { evaluate: (_, n) => ({ status: 'complete', fitness: n * 1e-6 }) });
    expect(crawling.details.at(-1)).toBe('gen_15');
    // 15 children a generation of 0.0007 each: the best rises by just over 0.01.
    const climbing = run(
      { population_size: 20, generations: 30 },
      { evaluate: (_, n) => ({ status: 'complete', fitness: n * 0.0007 }) },
    );
    expect(climbing.details.at(-1)).toBe('gen_30');
  });

  it('ask() keeps members that no child beats, so that the best never falls', () => {
    // Children are worse than every member: each child is bred from the first population alone.
    const { batches } = run(
      { population_size: 10, generations: 5, batch_size: 4, mutation_probability: 0 },
      { evaluate: (_, n) => ({ status: 'complete', fitness: n <= 10 ? 1 : 0 }) },
    );
    const first = batches[0]?.map(({ params }) => params) ?? [];
    for (const { params } of batches.slice(1).flat()) {
      for (const [name, value] of Object.entries(params)) {
        expect(first.map((set) => set[name])).toContain(value);
      }
    }
  });

  it('seeds the first population with the best of the stages before', () => {
    const seeds = Array.from({ length: 30 }, (_, n): Told => {
      const params = { a: n, b: n, c: n, d: n };
      return { params, status: 'complete', fitness: -n, violations: {} };
    });
    const { batches } = run({ seed_from_previous: true, n_seeds: 4, generations: 0 }, { seeds });
    expect(batches[0]?.slice(0, 4).map(({ params }) => params)).toEqual(
      seeds.slice(0, 4).map(({ params }) => params),
    );
    const alone = run({ generations: 0, n_seeds: 4 }, { seeds });
    expect(alone.batches[0]?.[0]?.params).not.toEqual(seeds[0]?.params);
    expect(alone.batches[0]?.slice(4)).toEqual(batches[0]?.slice(4));
  });

  it('breeds values for parameters that neither parent has', () => {
    const conditional = createSpace(
      [
        { name: 'on', type: 'boolean' },
        { name: 'k', type: 'int', min: 1, max: 50, when: 'on' },
      ],
      [],
    );
    const { batches } = run(
      { population_size: 30, mutation_probability: 0.3, early_stopping_generations: 0 },
      {
        space: conditional,
        evaluate: (set) => ({ status: 'complete', fitness: set['on'] ? Number(set['k']) : 100 }),
      },
    );
    const bred = batches.slice(20).flatMap((batch) => batch.map(({ params }) => params['k']));
    expect(new Set(bred).size).toBeGreaterThan(10);
  });

  it('mutation "step" mostly moves few steps, where "uniform" draws anew', () => {
    // No crossover and a population of one set: whatever differs from it was changed.
    const distances = (mutation: string): number[] => {
      const { batches } = run(
        {
          population_size: 2,
          generations: 8,
          mutation,
          crossover_probability: 0,
          early_stopping_generations: 0,
          mutation_probability: 0.5,
        },
        { evaluate: (_, n) => ({ status: 'complete', fitness: n === 1 ? 1 : 0 }) },
      );
      const [first] = batches.flat();
      return batches
        .slice(1)
        .flat()
        .flatMap(({ params }) =>
          Object.keys(params).map((name) =>
            Math.abs(Number(params[name]) - Number(first!.params[name])),
          ),
        )
        .filter((distance) => distance > 0)
        .sort((a, b) => a - b);
    };
    const median = (values: number[]): number => values[values.length >> 1]!;
    expect(median(distances('step'))).toBeLessThan(0.7 * median(distances('uniform')));
  });

  it('niching keeps members on several hills', () => {
    const twoHills = (set: ParameterSet): number => {
      const at = (top: number): number =>
        Object.values(set).reduce<number>((sum, value) => sum + (Number(value) - top) ** 2, 0);
      return Math.max(Math.exp(-at(5) / 200), 0.9 * Math.exp(-at(35) / 200));
    };
    const hills = (niching: boolean): number[] => {
      const { batches } = run(
        { population_size: 30, generations: 60, early_stopping_generations: 0, niching },
        { evaluate: (set) => ({ status: 'complete', fitness: twoHills(set) }) },
      );
      const late = batches.flat().slice(-200);
      return [5, 35].map(
        (top) => late.filter(({ params }) => Math.abs(Number(params['a']) - top) < 12).length,
      );
    };
    const [one = 0, other = 0] = hills(true);
    expect(Math.min(one, other)).toBeGreaterThan(Math.min(...hills(false)));
  });

  it('steady_state lets a child be a parent before its generation is over', () => {
    const asks = (steady_state: boolean) =>
      run(
        {
          population_size: 10,
          generations: 4,
          batch_size: 6,
          steady_state,
          crossover_probability: 0,
        },
        { most: 1 },
      );
    const parents = asks(false).batches.flat();
    const steady = asks(true).batches.flat();
    expect(steady.slice(0, 11)).toEqual(parents.slice(0, 11));
    expect(steady).not.toEqual(parents);
  });

  it('restarts go on from a plateau to the end of the budget, with the best kept', () => {
    const flat: Drive['evaluate'] = (_, n) => ({ status: 'complete', fitness: n === 3 ? 1 : 0 });
    const options = {
      population_size: 10,
      generations: 50,
      batch_size: 5,
      early_stopping_generations: 3,
      restarts: true,
    };
    const { batches, details, evaluations } = run(options, { evaluate: flat });
    expect(evaluations).toBeGreaterThan(10 + 40 * 5);
    const again = details.indexOf('init', 1);
    const best = batches.flat().find(({ fitness }) => fitness === 1);
    expect(batches[again]?.[0]?.params).toEqual(best?.params);
    const rebuilt = run(options, { evaluate: flat, rebuild: true });
    expect(rebuilt.batches).toEqual(batches);
  });
});
