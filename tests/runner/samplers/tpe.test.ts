import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import type { Told } from '../../../runner/domain/sampler.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { logNormalMass, logPhi, truncatedNormal } from '../../../runner/samplers/normal.ts';
import { createParzen } from '../../../runner/samplers/parzen.ts';
import { readReferenceFunctions, readReferenceResults } from '../../bench/reference-functions.ts';
import { peerQuality, searchQuality } from '../../bench/search-quality.ts';
import { driveSampler } from '../../contracts/drive-sampler.ts';

const { tpe } = samplers;

describe('normal distribution', () => {
  it.each([
    [0, Math.log(0.5)],
    [1, Math.log(0.8413447460685429)],
    [-1, Math.log(0.15865525393145707)],
    [-5, Math.log(2.866515718791939e-7)],
    [-10, -53.23128515051247],
    [-0.01, Math.log(0.4960106436853684)],
    [-30, -454.3212439563432],
    [-50, -1254.8313611394194],
  ])('logPhi(%f)', (x, wanted) => {
    expect(logPhi(x)).toBeCloseTo(wanted, 9);
  });

  it('logNormalMass() keeps its digits in both tails', () => {
    expect(Math.exp(logNormalMass(-1, 1))).toBeCloseTo(0.6826894921370859, 9);
    expect(logNormalMass(8, 9)).toBeCloseTo(logNormalMass(-9, -8), 12);
    expect(logNormalMass(8, 9)).toBeCloseTo(-35.01362577, 4);
  });

  it('truncatedNormal() has the mean of the truncated distribution', () => {
    const random = randomFrom(1, 0, 0);
    const draws = Array.from({ length: 20_000 }, () => truncatedNormal(0, 0.5, random));
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    // (φ(0) − φ(2)) / (Φ(2) − Φ(0)) × 0.5
    expect(draws.reduce((a, b) => a + b) / draws.length).toBeCloseTo(0.3614, 2);
  });
});

describe('createParzen()', () => {
  const kinds: ParameterDefinition[] = [
    { name: 'i', type: 'int', min: 1, max: 7 },
    { name: 'l', type: 'int', min: 1, max: 50, log: true },
    { name: 'c', type: 'categorical', values: ['a', 'b', 'c', 'd'] },
  ];
  const { parameters } = createSpace(kinds, []);
  const columns = [
    Float64Array.from([4, 1, 7, 4], (value) => parameters[0]!.toUnit(value)),
    Float64Array.from([2, 44, 7, 7], (value) => parameters[1]!.toUnit(value)),
    Float64Array.of(0, 1, 1, 3),
  ];

  it.each(['scott', 'neighbours'] as const)('mass of all sets is 1 (%s)', (bandwidth) => {
    const parzen = createParzen(parameters, columns, { bandwidth, prior_weight: 1 });
    let total = 0;
    for (let i = 1; i <= 7; i++) {
      for (let l = 1; l <= 50; l++) {
        for (let c = 0; c < 4; c++) {
          const x = Float64Array.of(parameters[0]!.toUnit(i), parameters[1]!.toUnit(l), c);
          total += Math.exp(parzen.logDensity(x));
        }
      }
    }
    expect(total).toBeCloseTo(1, 4);
  });

  it('sample() draws what logDensity() says', () => {
    const parzen = createParzen(parameters.slice(2), columns.slice(2), {
      bandwidth: 'scott',
      prior_weight: 1,
    });
    const random = randomFrom(2, 0, 0);
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 20_000; n++) counts[parzen.sample(random)[0]!]! += 1;
    for (const [c, count] of counts.entries()) {
      expect(count / 20_000).toBeCloseTo(Math.exp(parzen.logDensity(Float64Array.of(c))), 1);
    }
  });

  it('is the prior where nothing was observed', () => {
    const { parameters: one } = createSpace([{ name: 'x', type: 'float', min: 0, max: 1 }], []);
    const parzen = createParzen(one, [new Float64Array(0)], {
      bandwidth: 'neighbours',
      prior_weight: 1,
    });
    expect(parzen.logDensity(Float64Array.of(0.5))).toBeGreaterThan(
      parzen.logDensity(Float64Array.of(0.1)),
    );
  });
});

describe('tpe', () => {
  const space = createSpace(
    [
      { name: 'a', type: 'int', min: 0, max: 200 },
      { name: 'b', type: 'int', min: 0, max: 200 },
    ],
    ['a <= b'],
  );
  const far = (a: number, b: number) => -Math.hypot(a - 40, b - 150);
  const drive = (options: object, seeds: Told[] = []) =>
    driveSampler({
      factory: tpe,
      options: tpe.options.parse(options),
      space,
      budget: 100,
      seeds,
      evaluate: ({ a, b }) => ({ status: 'complete', fitness: far(Number(a), Number(b)) }),
    });
  const bestOf = (answers: readonly Told[]) => Math.max(...answers.map(({ fitness }) => fitness));

  it('ask() closes in on what is good, under rules and in batches', () => {
    for (const batch_size of [1, 15]) {
      const answers = drive({ batch_size }).batches.flat();
      expect(bestOf(answers.slice(60))).toBeGreaterThan(-12);
    }
  });

  it('ask() proposes no set twice while others are left', () => {
    const few = createSpace([{ name: 'a', type: 'int', min: 1, max: 40 }], []);
    const { batches } = driveSampler({
      factory: tpe,
      options: tpe.options.parse({ samples: 40 }),
      space: few,
      evaluate: ({ a }) => ({ status: 'complete', fitness: Number(a) }),
    });
    const first = batches.flat().slice(0, 30);
    expect(new Set(first.map(({ params }) => few.key(params))).size).toBe(30);
  });

  it('ask() learns from the stages before instead of starting at random', () => {
    const seeds = Array.from({ length: 40 }, (_, n): Told => {
      const params = { a: 40 + (n % 7), b: 150 - (n % 5) };
      return { params, status: 'complete', fitness: far(params.a, params.b), violations: {} };
    });
    const median = (answers: readonly Told[]) =>
      answers.map(({ fitness }) => fitness).toSorted((a, b) => a - b)[5]!;
    const seeded = median(drive({}, seeds).batches[0]!);
    const alone = median(drive({ seed_from_previous: false }, seeds).batches[0]!);
    expect(seeded).toBeGreaterThan(alone);
  });

  it('ask() prefers sets that miss their limits by less while none is valid', () => {
    const { batches } = driveSampler({
      factory: tpe,
      options: tpe.options.parse({ batch_size: 1 }),
      space,
      budget: 80,
      evaluate: ({ a, b }) => ({
        status: 'invalid',
        fitness: -Infinity,
        violations: { limit: -far(Number(a), Number(b)) },
      }),
    });
    const missed = batches.flat().map(({ violations }) => violations['limit']!);
    const mean = (values: number[]) => values.reduce((x, y) => x + y) / values.length;
    expect(mean(missed.slice(-20))).toBeLessThan(mean(missed.slice(0, 10)) / 2);
  });
});

const functions = readReferenceFunctions();
if (functions.length === 0) console.warn('skipped: the shared reference figures are not here');

describe.skipIf(functions.length === 0)('tpe against its peer', () => {
  const results = readReferenceResults();
  const cheap = functions.filter(({ name }) => /sphere_shifted_d5|levy|grid6_a|mixed/.test(name));

  it.each(cheap)(
    '$name: the median of 20 seeds lies within the quartiles or better',
    (problem) => {
      const optimizer = problem.name === 'mixed' ? 'optuna4.tpe_mv_group' : 'optuna4.tpe_mv';
      const quality = searchQuality({
        factory: tpe,
        options: tpe.options.parse({ batch_size: 1, avoid_repeats: false }),
        problem,
        seeds: 20,
        checkpoints: [100],
      });
      const peer = peerQuality(results, { optimizer, problem: problem.name, checkpoint: 100 });
      expect(quality.get(100)?.median).toBeLessThanOrEqual(peer?.q75 ?? Number.NaN);
    },
    120_000,
  );
});
