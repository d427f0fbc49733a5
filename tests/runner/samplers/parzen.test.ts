import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace, type ParameterDefinition } from '../../../runner/domain/space.ts';
import type { Bandwidth } from '../../../runner/samplers/bandwidth.ts';
import { createCellMasses } from '../../../runner/samplers/cell-mass.ts';
import { logNormalMass, logPhi, truncatedNormal } from '../../../runner/samplers/normal.ts';
import { createParzen, type Parzen } from '../../../runner/samplers/parzen.ts';
import { type Axis, axisOf } from '../../../runner/samplers/parzen-axis.ts';
import { coordinatesOf } from '../../../runner/samplers/tpe-coordinates.ts';

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
  const axesOf = (definitions: ParameterDefinition[]) =>
    createSpace(definitions, []).parameters.map(axisOf);
  const axes = axesOf(kinds);
  const levels = [
    [3, 1, 0],
    [0, 43, 1],
    [6, 6, 1],
    [3, 6, 3],
  ];
  const mixtureOf = (
    own: Axis[],
    points: number[][],
    bandwidth: Bandwidth = 'neighbours',
  ): Parzen => {
    const masses = createCellMasses();
    const parzen = createParzen(own, { bandwidth, prior_weight: 1, fading: true, masses });
    for (const point of points) parzen.include(parzen.add(Float64Array.from(point)));
    return parzen;
  };
  const densityAt = (parzen: Parzen, ...point: number[]) =>
    Math.exp(parzen.logDensities([Float64Array.from(point)])[0]!);

  const observedValues = [
    [3.3917145537664313, 2.048571873707028, 55, 175, 27, 2.8, 2],
    [4.772994376623846, 7.25959836862373, 13, 120, 48, 1.7, 2],
    [-0.058376133572316746, 0.624079610039844, 27, 95, 71, 2.3, 3],
    [-1.3604818487377672, 0.0851114848181567, 36, 5, 14, 3.9, 0],
    [-1.0754374373232078, 0.01406692133239819, 25, 40, 218, 3.3, 1],
  ];
  const askedValues = [
    [2.6040942317301825, 8.162245227459017, 28, 120, 38, 3.9, 1],
    [3.724488683889896, 0.10256618232638318, 46, 130, 96, 0.6, 2],
    [-2.636021553153049, 2.0701619118541603, 33, 135, 17, 2.3, 0],
  ];

  it.each(['scott', 'neighbours'] as const)('mass of all sets is 1 (%s)', (bandwidth) => {
    const parzen = mixtureOf(axes, levels, bandwidth);
    const points: Float64Array[] = [];
    for (let i = 0; i < 7; i++) {
      for (let l = 0; l < 50; l++)
        for (let c = 0; c < 4; c++) points.push(Float64Array.of(i, l, c));
    }
    const total = parzen.logDensities(points).reduce((sum, log) => sum + Math.exp(log), 0);
    expect(total).toBeCloseTo(1, 7);
  });

  it.each([
    ['a fine grid', { name: 'x', type: 'int', min: 1, max: 2000 }, 2000],
    ['a grid by magnitude', { name: 'x', type: 'int', min: 1, max: 800, log: true }, 800],
    [
      'a grid whose first cell is cut',
      { name: 'x', type: 'int', min: 2, max: 82, step: 8, log: true },
      11,
    ],
    ['a grid for tables', { name: 'x', type: 'float', min: 0, max: 4, step: 0.01 }, 401],
  ] as [string, ParameterDefinition, number][])('mass of %s is 1', (_, definition, count) => {
    const random = randomFrom(3, 0, 0);
    for (const observations of [1, 2, 30, 120]) {
      const observed = Array.from({ length: observations }, () => [Math.floor(random() * count)]);
      const parzen = mixtureOf(axesOf([definition]), observed);
      const points = Array.from({ length: count }, (__, level) => Float64Array.of(level));
      const total = parzen.logDensities(points).reduce((sum, log) => sum + Math.exp(log), 0);
      expect(total).toBeCloseTo(1, 5);
    }
  });

  it.each([
    ['scott', [-23.582061229368527, -24.657312737518527, -22.700093866957094]],
    ['neighbours', [-23.26455919646507, -24.67728486475681, -21.24143064706014]],
  ] as const)('is what Optuna has at the same settings (%s)', (bandwidth, wanted) => {
    const definitions: ParameterDefinition[] = [
      { name: 'f', type: 'float', min: -3, max: 5 },
      { name: 'g', type: 'float', min: 0.001, max: 10, log: true },
      { name: 'i', type: 'int', min: 1, max: 60 },
      { name: 's', type: 'int', min: 5, max: 200, step: 5 },
      { name: 'l', type: 'int', min: 10, max: 400, log: true },
      { name: 'd', type: 'float', min: 0.5, max: 4, step: 0.1 },
      { name: 'c', type: 'categorical', values: [0, 1, 2, 3] },
    ];
    const space = createSpace(definitions, []);
    const coordinates = (values: readonly number[]) => {
      const entries = definitions.map(({ name }, place) => [name, values[place]!]);
      return [...coordinatesOf(Object.fromEntries(entries), space)];
    };
    const parzen = mixtureOf(axesOf(definitions), observedValues.map(coordinates), bandwidth);
    const logs = parzen.logDensities(
      askedValues.map((values) => Float64Array.from(coordinates(values))),
    );
    // Densities are here by the unit of the range, there by the unit of the parameter.
    const unit = Math.log(8) + Math.log(Math.log(10_000));
    for (const [n, log] of wanted.entries()) expect(logs[n]! - unit).toBeCloseTo(log, 6);
  });

  it('is what its formula says', () => {
    const own = axesOf([
      { name: 'x', type: 'float', min: 0, max: 1 },
      { name: 'i', type: 'int', min: 1, max: 4 },
      { name: 'c', type: 'categorical', values: ['a', 'b', 'c'] },
    ]);
    const parzen = mixtureOf(own, [
      [0.2, 0, 1],
      [0.3, 2, 1],
    ]);
    const phi = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const mass = (a: number, b: number) => Math.exp(logNormalMass(a, b));
    // Gaps are 0.1 and 2 of 4 levels, the least width is 1 / (2 + 2).
    const smooth = (mean: number, width: number) =>
      phi((0.5 - mean) / width) / width / mass(-mean / width, (1 - mean) / width);
    const even = (mean: number, width: number) =>
      mass((0.25 - mean) / width, (0.5 - mean) / width) / mass(-mean / width, (1 - mean) / width);
    // Each category has 1/3, the observed one 1 more, of 2 in all.
    const wanted =
      smooth(0.2, 0.25) * even(0.125, 0.5) * (2 / 3) +
      smooth(0.3, 0.25) * even(0.625, 0.5) * (2 / 3) +
      smooth(0.5, 1) * even(0.5, 1) * (1 / 3);
    expect(densityAt(parzen, 0.5, 1, 1)).toBeCloseTo(wanted / 3, 8);
  });

  it('fades observations beyond the newest 25', () => {
    const own = axesOf([{ name: 'c', type: 'categorical', values: ['a', 'b'] }]);
    const observed = Array.from({ length: 28 }, (_, n) => [n < 3 ? 0 : 1]);
    const share = 1 / 29;
    const [hit, miss] = [(share + 1) / (2 * share + 1), share / (2 * share + 1)];
    // Weights 1/28, in the middle, 1; then 25 of 1 and the prior's.
    const older = 1 / 28 + (1 / 28 + 1) / 2 + 1;
    const wanted = (older * hit + 25 * miss + 0.5) / (older + 26);
    expect(densityAt(mixtureOf(own, observed), 0)).toBeCloseTo(wanted, 12);
  });

  it.each(['scott', 'neighbours'] as const)(
    'is the same whatever came and went before (%s)',
    (bandwidth) => {
      const own = axesOf([
        { name: 'x', type: 'float', min: 0, max: 1 },
        { name: 'i', type: 'int', min: 1, max: 40 },
        { name: 'l', type: 'int', min: 1, max: 50, log: true },
        { name: 'c', type: 'categorical', values: ['a', 'b'] },
      ]);
      const random = randomFrom(5, 0, 0);
      const draw = () => [random(), ...[40, 50, 2].map((count) => Math.floor(random() * count))];
      const points = Array.from({ length: 300 }, draw);
      const probes = Array.from({ length: 10 }, () => Float64Array.from(draw()));
      const parzen = mixtureOf(own, points, bandwidth);
      for (let kernel = 0; kernel < 300; kernel += 3) {
        parzen.exclude(kernel);
        parzen.logDensities(probes);
      }
      for (let kernel = 297; kernel >= 0; kernel -= 6) parzen.include(kernel);
      const rest = points.filter((_, n) => n % 3 !== 0 || n % 6 === 3);
      expect([...parzen.logDensities(probes)]).toEqual([
        ...mixtureOf(own, rest, bandwidth).logDensities(probes),
      ]);
    },
  );

  it('sample() draws what logDensities() says', () => {
    const parzen = mixtureOf(axes, levels);
    const random = randomFrom(2, 0, 0);
    const counts = new Map<number, number>();
    for (let n = 0; n < 20_000; n++) {
      const [i = 0, l = 0] = parzen.sample(random);
      const cell = i * 5 + Math.floor(l / 10);
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    for (const [cell, count] of counts) {
      let wanted = 0;
      for (let l = 0; l < 10; l++) {
        for (let c = 0; c < 4; c++)
          wanted += densityAt(parzen, Math.floor(cell / 5), (cell % 5) * 10 + l, c);
      }
      expect(Math.abs(count / 20_000 - wanted)).toBeLessThan(0.015);
    }
  });

  it('is the prior where nothing was observed', () => {
    const parzen = mixtureOf(axesOf([{ name: 'x', type: 'float', min: 0, max: 1 }]), []);
    expect(densityAt(parzen, 0.5)).toBeGreaterThan(densityAt(parzen, 0.1));
    expect(densityAt(parzen, 0.5)).toBeCloseTo(Math.exp(-0.9189385332) / 0.3829249225, 8);
  });
});
