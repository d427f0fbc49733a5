import { describe, expect, test } from 'vitest';
import { gapFrame, gapPath, gapX } from '../../site/charts/gap-path.ts';
import { benchRows, bestPeerCurve, heatOf, samplersAt } from '../../site/data/bench-rows.ts';
import { benchValue, decodeBench, shortNumber, shortTime } from '../../site/data/bench-values.ts';
import { fixtureBench } from '../e2e/fixture-bench.ts';

const bench = fixtureBench()!;

describe('benchRows()', () => {
  test('names the best of ours, the best peer, and who wins', () => {
    const rows = benchRows(bench, 300);
    expect(rows.map(({ problem, best, wins }) => [problem.name, best?.sampler, wins])).toEqual([
      ['levy_d5', 'auto', 'ours'],
      ['grid6_a', 'auto', 'peer'],
      ['sma-cross', 'auto', null],
    ]);
    expect(rows[1]?.peer).toMatchObject({ median: -1.14475, peer: expect.stringMatching(/./) });
    expect(rows[2]?.peer).toBeNull();
    expect(benchRows(bench, 100).map(({ note }) => note?.replace(/,.*/, ''))).toEqual([
      'starts at the centre of the space',
      'starts at the centre of the space',
      undefined,
    ]);
    expect(rows[0]?.cells.size).toBe(5);
  });

  test('is without any of ours where none was searched as long', () => {
    expect(benchRows(bench, 1000).every(({ best, wins }) => best === null && wins === null)).toBe(
      true,
    );
  });
});

test('samplersAt() puts the best over all problems first', () => {
  expect(samplersAt(bench, 300)).toEqual(['auto', 'tpe', 'cma_es', 'de', 'random']);
});

test('heatOf() is 0 at random search, full at a thousandth of it and at ten times it', () => {
  const heats = [1, 0.001, 0.0001, 10, 100, null, 0].map((ofRandom) => heatOf({ ofRandom }));
  expect(heats).toEqual([0, 1, 1, -1, -1, 0, 1]);
  expect(heatOf({ ofRandom: 0.1 })).toBeCloseTo(1 / 3);
});

test('bestPeerCurve() is of the peer that ends best, and never rises', () => {
  const curve = bestPeerCurve(bench, 'levy_d5')!;
  expect(curve.points.at(-1)?.[0]).toBe(300);
  const values = curve.points.map(([, value]) => value);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(bestPeerCurve(bench, 'sma-cross')).toBeNull();
});

describe('gapPath()', () => {
  const box = { width: 100, height: 50, evaluations: 100, optimum: 2 };
  const points = [
    [5, 12],
    [10, 3],
    [100, 2.1],
  ] as const;
  const frame = gapFrame([points], box)!;

  test('draws distances to the optimum on two logarithmic axes', () => {
    expect([frame.high, frame.low, frame.grounded]).toEqual([10, expect.closeTo(0.1), false]);
    expect(gapX(10, frame)).toBeCloseTo(50);
    expect(gapPath(points, frame)).toBe('M34.9 0.0L50.0 25.0L100.0 50.0');
  });

  test('puts what reached the optimum on the ground, apart from all others', () => {
    const reached = gapFrame([[...points, [100, 2]]], box)!;
    expect(reached.grounded).toBe(true);
    expect(reached.low).toBeLessThan(0.1);
    expect(gapPath([[100, 2]], reached)).toBe('M100.0 50.0');
    expect(gapFrame([[[10, 2]]], box)).toBeNull();
  });
});

test('benchValue() shows values as people read them', () => {
  expect(benchValue(-1.144745, { direction: 'maximize' })).toBe('1.145');
  expect(benchValue(-0.0166, { direction: 'minimize' })).toBe('−0.0166');
  expect(benchValue(Number.POSITIVE_INFINITY, { direction: 'minimize' })).toBe('none');
  expect([0, 0.00002, 5285.26, 297_800].map(shortNumber)).toEqual([
    '0',
    '2.0e−5',
    '5,285',
    '297,800',
  ]);
  expect([0.2, 12, 880.4, 4200, 2_500_000].map(shortTime)).toEqual([
    '200 ns',
    '12 µs',
    '880 µs',
    '4.2 ms',
    '2.5 s',
  ]);
});

test('decodeBench() puts infinities back', () => {
  const text = JSON.stringify({ bench }).replace(/"median":-?[\d.]+/, '"median":"Infinity"');
  expect(decodeBench(JSON.parse(text)).bench?.cells[0]?.median).toBe(Infinity);
  expect(decodeBench({ bench: null })).toEqual({ bench: null });
});
