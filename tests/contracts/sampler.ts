import { describe, expect, it } from 'vitest';
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../runner/domain/random.ts';
import type { SamplerFactory, Told } from '../../runner/domain/sampler.ts';
import { createSpace, type Space } from '../../runner/domain/space.ts';
import { samplers } from '../../runner/samplers/index.ts';
import { asksOf, type Drive, driveSampler } from './drive-sampler.ts';
import { shortOptions } from './short-options.ts';

/** Options that make another sampler of one, beside its defaults. */
const variants: Record<string, Record<string, object>> = {
  tpe: {
    univariate: { multivariate: false },
    'one width for all': { bandwidth: 'scott' },
    'without a liar': { constant_liar: false, avoid_repeats: false },
  },
};

const cases = Object.entries(samplers).flatMap(([name, sampler]) =>
  Object.entries({ defaults: {}, ...variants[name] }).map(([title, changes]) => {
    return { title: title === 'defaults' ? name : `${name}, ${title}`, name, sampler, changes };
  }),
);

/** What a sampler cannot do, and why. */
const exempt: Record<string, { continuous?: string; seeds?: string }> = {
  grid: { continuous: 'a grid has no points between its points' },
  list: { seeds: 'its sets are given' },
};

const stepped = createSpace(
  [
    { name: 'fast', type: 'int', min: 2, max: 60 },
    { name: 'slow', type: 'int', min: 10, max: 200, step: 10 },
    { name: 'stop', type: 'float', min: 0.1, max: 2.5, step: 0.1 },
    { name: 'look', type: 'int', min: 1, max: 1000, log: true },
    { name: 'size', type: 'int', values: [1, 5, 7, 100] },
    { name: 'mode', type: 'categorical', values: ['a', 'b', 3] },
    { name: 'filter', type: 'boolean' },
    { name: 'length', type: 'int', min: 3, max: 30, when: 'filter and mode != "a"' },
    { name: 'one', type: 'int', min: 7, max: 7 },
  ],
  ['fast < slow', 'length == 3 or stop > 0.2'],
);

const continuous = createSpace(
  [
    { name: 'x', type: 'float', min: -3, max: 5 },
    { name: 'y', type: 'float', min: 0.001, max: 10, log: true },
    { name: 'z', type: 'float', min: 0, max: 1, when: 'x > 0' },
  ],
  ['x < 4 or y > 1'],
);

/** Without rules and conditions: nothing is drawn anew that would tell seeds apart by itself. */
const plain = createSpace(
  [
    { name: 'x', type: 'int', min: 1, max: 500 },
    { name: 'y', type: 'float', min: 0, max: 1, step: 0.001 },
    { name: 'mode', type: 'categorical', values: ['a', 'b', 3] },
  ],
  [],
);

const small = createSpace([{ name: 'a', type: 'int', min: 0, max: 6 }], []);
const single = createSpace([{ name: 'a', type: 'float', min: 0.5, max: 0.5 }], []);

const complete = (fitness: number): Pick<Told, 'status' | 'fitness'> => ({
  status: 'complete',
  fitness,
});
const failed = { status: 'failed', fitness: -Infinity } as const;

function score(set: ParameterSet): number {
  let sum = 0;
  for (const value of Object.values(set)) sum += Math.sin(Number(value) || String(value).length);
  return sum;
}

/** Some complete, some failed, some invalid, by the set alone. */
function mixed(set: ParameterSet): Pick<Told, 'status' | 'fitness'> {
  const value = score(set);
  const kind = Math.floor(Math.abs(value) * 1e6) % 7;
  if (kind === 0) return failed;
  return kind === 1 ? { status: 'invalid', fitness: -Infinity } : complete(value);
}

/** What every registered sampler must do. */
export function testSamplers(): void {
  describe.each(cases)('sampler $title', ({ name, sampler, changes }) => {
    const factory: SamplerFactory = sampler;
    const optionsOf = (space: Space): object => {
      return { ...shortOptions(name, space), ...changes };
    };
    const options = sampler.options.parse(optionsOf(stepped));
    const drive = (other: Partial<Drive> = {}) => {
      const { space = stepped } = other;
      const own = sampler.options.parse(optionsOf(space));
      return driveSampler({
        factory,
        options: own,
        space,
        budget: 150,
        evaluate: mixed,
        ...other,
      });
    };
    const seedMatters = exempt[name]?.seeds === undefined;
    const spaces = [stepped, ...(exempt[name]?.continuous ? [] : [continuous])];
    const context = (seed = 1) => ({
      space: stepped,
      symbol: 'SPY',
      options: options as never,
      budget: 150,
      seeds: [],
      randomAt: (n: number) => randomFrom(seed, 0, n),
      history: [],
    });

    it('ask() stays within bounds, steps, rules and conditions', () => {
      for (const space of spaces) {
        const sets = drive({ space }).batches.flat();
        expect(sets.length).toBeGreaterThan(20);
        expect(sets.map(({ params }) => space.problem(params))).toEqual(sets.map(() => null));
      }
    });

    it('ask() ends within the budget and the size it states', () => {
      for (const budget of [1, 7, 33]) {
        const { evaluations } = drive({ budget });
        expect(evaluations).toBeLessThanOrEqual(budget);
        expect(evaluations).toBeGreaterThan(0);
      }
      const size = factory.size(options as never, stepped);
      expect(drive({ budget: 400 }).evaluations).toBeLessThanOrEqual(size);
    });

    it('ask() says the same for the same seed, something else for another', () => {
      for (const space of [...spaces, plain]) {
        const first = asksOf(drive({ space, seed: 5 }), space);
        expect(asksOf(drive({ space, seed: 5 }), space)).toEqual(first);
        const other = asksOf(drive({ space, seed: 6 }), space);
        if (seedMatters) expect(other).not.toEqual(first);
        else expect(other).toEqual(first);
      }
    });

    it('ask() tells seeds apart that differ beyond 32 bits', () => {
      const first = asksOf(drive({ seed: 5 }), stepped);
      const other = asksOf(drive({ seed: 5 + 2 ** 32 }), stepped);
      if (seedMatters) expect(other).not.toEqual(first);
      else expect(other).toEqual(first);
    });

    it('ask(0) is empty and changes nothing', () => {
      const asked = factory.create(context());
      expect(asked.ask(0)).toEqual([]);
      expect(asked.ask(3)).toEqual(factory.create(context()).ask(3));
    });

    it('ask() never gives more than asked for, and any number will do', () => {
      for (const most of [1, 2, 5, 1000]) {
        const { evaluations } = drive({ most, budget: 60 });
        expect(evaluations).toBeGreaterThan(20);
      }
    });

    it('create() from history asks what the original would have asked', () => {
      for (const space of spaces) {
        for (const most of [undefined, 4]) {
          const limits = most === undefined ? {} : { most };
          const unbroken = drive({ space, budget: 80, ...limits });
          const rebuilt = drive({ space, budget: 80, ...limits, rebuild: true });
          expect(asksOf(rebuilt, space)).toEqual(asksOf(unbroken, space));
          expect(rebuilt.details).toEqual(unbroken.details);
        }
      }
    });

    it('goes on where answers come in another order', () => {
      const { evaluations, ended } = drive({ backwards: true });
      expect({ evaluations: evaluations > 30, ended }).toEqual({
        evaluations: true,
        ended: drive().ended,
      });
    });

    it('works with one parameter, and ends where the space is finite', () => {
      const { evaluations } = drive({ space: small, budget: Infinity });
      expect(evaluations).toBeLessThanOrEqual(7);
      expect(evaluations).toBeGreaterThan(0);
    });

    it('works where there is but one set', () => {
      const { batches, evaluations } = drive({ space: single, budget: Infinity });
      expect(evaluations).toBe(1);
      expect(batches[0]?.[0]?.params).toEqual({ a: 0.5 });
    });

    it('ends where all evaluations fail', () => {
      const { evaluations } = drive({ evaluate: () => failed });
      // One failed batch is no reason to give up.
      expect(evaluations).toBeGreaterThan(20);
      expect(evaluations).toBeLessThanOrEqual(150);
    });

    it('goes on where the last of a batch fails', () => {
      const size = factory.batch(options as never);
      const usual = drive({ evaluate: (set) => complete(score(set)) });
      const { evaluations } = drive({
        evaluate: (set, n) => (n % size === 0 || n % 6 === 2 ? failed : complete(score(set))),
      });
      expect(evaluations).toBeGreaterThan(usual.evaluations / 2);
    });

    it('goes on where all sets miss their limits, and where there are several objectives', () => {
      const missed = drive({
        evaluate: (set) => {
          const violations = { drawdown: 0.1 + Math.abs(score(set)) };
          return { status: 'invalid', fitness: -Infinity, violations };
        },
      });
      expect(missed.evaluations).toBeGreaterThan(20);
      const several = drive({
        objectives: 2,
        evaluate: (set) => {
          const objectives = [score(set), -Number(set['fast'])];
          return { status: 'complete', fitness: score(set), objectives };
        },
      });
      expect(several.evaluations).toBeGreaterThan(20);
    });

    it('compares pruned sets with pruned ones alone', () => {
      const cut = (set: ParameterSet) => Math.floor(Math.abs(score(set)) * 1e6) % 3 === 0;
      const driven = (more: number) =>
        drive({
          evaluate: (set) =>
            cut(set)
              ? { status: 'pruned', fitness: more + (score(set) > 0 ? 1.25 : 3.5) }
              : complete(score(set)),
        });
      const low = driven(0);
      expect(low.evaluations).toBeGreaterThan(20);
      expect(asksOf(driven(1_000), stepped)).toEqual(asksOf(low, stepped));
    });

    it('create() goes on from the history of a smaller budget', () => {
      const { batches, evaluations } = drive({ budget: 40 });
      const larger = factory.create({ ...context(), budget: 400, history: batches });
      const next = larger.ask(1);
      if (factory.grows && factory.size(options as never, stepped) > evaluations) {
        expect(next.map((set) => stepped.problem(set))).toEqual([null]);
      } else expect(next.length).toBeLessThanOrEqual(1);
    });

    it('takes NaN for the worst, never for the best', () => {
      const nan = drive({ evaluate: (set, n) => (n % 3 ? complete(score(set)) : complete(NaN)) });
      const worst = drive({
        evaluate: (set, n) => (n % 3 ? complete(score(set)) : complete(-Infinity)),
      });
      expect(asksOf(nan, stepped)).toEqual(asksOf(worst, stepped));
    });

    it('starts from seeds without failing on them', () => {
      const seeds = drive().batches.flat().slice(0, 5);
      const all = sampler.options.safeParse({ ...optionsOf(stepped), seed_from_previous: true });
      const { evaluations } = drive({ seeds, options: all.success ? all.data : options });
      expect(evaluations).toBeGreaterThan(0);
    });

    it('options describe themselves and refuse unknown keys', () => {
      expect(sampler.options.safeParse({ ...optionsOf(stepped), surprise: 1 }).success).toBe(false);
      expect(sampler.options.description).toBeTruthy();
      for (const field of Object.values(sampler.options.shape)) {
        expect((field as { description?: string }).description).toBeTruthy();
      }
      for (const option of sampler.budgetOptions)
        expect(sampler.options.shape).toHaveProperty(option);
    });
  });
}
