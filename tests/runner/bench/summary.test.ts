import { describe, expect, it } from 'vitest';
import type { BenchRecord, SearchRecord } from '../../../runner/bench/bench-record.ts';
import { centreNote } from '../../../runner/bench/centre-note.ts';
import { peerResults } from '../../../runner/bench/peers.ts';
import { summarise } from '../../../runner/bench/summary.ts';

type Found = readonly (readonly [number, number])[];

function search(sampler: string, problem: string, seed: number, improvements: Found): SearchRecord {
  return {
    sampler,
    settings: 'default',
    problem,
    evaluations: 100,
    batch: 1,
    seed,
    improvements,
    made: 100,
    microseconds: 10 * seed,
    ms: 5,
  };
}

const record: BenchRecord = {
  origin: { leantune: '0.1.0', sources: 'abc' },
  machine: { node: '26.10.0', processor: 'any', cores: 2 },
  at: '2026-11-21T12:00:00.000Z',
  problems: new Map([
    [
      'grid6_a',
      {
        name: 'grid6_a',
        family: 'grid',
        direction: 'maximize',
        optimum: -1.144745816004342,
        parameters: 6,
        points: 679_140,
      },
    ],
    [
      'sma-cross',
      {
        name: 'sma-cross',
        family: 'backtest',
        direction: 'maximize',
        optimum: -10,
        parameters: 2,
        points: 100,
      },
    ],
  ]),
  searches: [
    search('random', 'sma-cross', 1, [[1, -2]]),
    search('random', 'sma-cross', 2, [[7, -4]]),
    search('random', 'sma-cross', 3, [[9, -6]]),
    search('tpe', 'sma-cross', 1, [
      [1, -2],
      [50, -9.95],
    ]),
    search('tpe', 'sma-cross', 2, [[3, -9.9]]),
    search('tpe', 'sma-cross', 3, [[5, -8]]),
    search('tpe', 'grid6_a', 1, [
      [4, -1],
      [44, -1.14475],
    ]),
    { ...search('tpe', 'grid6_a', 1, []), settings: 'alike' },
  ],
  refused: [
    { ...search('grid', 'sma-cross', 1, []), reason: 'no grid' },
    { ...search('grid', 'sma-cross', 2, []), reason: 'no grid' },
  ],
};
const summary = summarise(record, { settings: 'default', batch: 1 })!;
const cell = (sampler: string, problem: string) =>
  summary.cells.find((one) => one.sampler === sampler && one.problem === problem)!;

describe('summarise()', () => {
  it('gives median and quartiles over seeds, ranks, and what random search leaves', () => {
    expect(cell('random', 'sma-cross')).toMatchObject({
      median: -4,
      q25: -5,
      q75: -3,
      rank: 2,
      seeds: 3,
    });
    expect(cell('tpe', 'sma-cross')).toMatchObject({ median: -9.9, rank: 1, near: 2 });
    // 0.1 of 6 that random search leaves.
    expect(cell('tpe', 'sma-cross').ofRandom).toBeCloseTo(0.1 / 6, 5);
    expect(cell('random', 'sma-cross').ofRandom).toBe(1);
  });

  it('counts evaluations to within 1 % of the optimum where no peer was measured', () => {
    expect(summary.targets.find(({ problem }) => problem === 'sma-cross')).toMatchObject({
      value: -9.9,
      peer: null,
    });
    expect(cell('tpe', 'sma-cross').reached).toBe(50);
    expect(cell('random', 'sma-cross').reached).toBeNull();
    expect(cell('tpe', 'sma-cross').against).toBeNull();
  });

  it('holds samplers against the best peer', () => {
    const [best] = peerResults('grid6_a', 1, 100);
    expect(best).toMatchObject({ peer: 'ng.NGOpt' });
    expect(cell('tpe', 'grid6_a')).toMatchObject({ against: 'better', reached: 44 });
    expect(summary.standings.find(({ sampler }) => sampler === 'tpe')).toMatchObject({
      problems: 2,
      first: 2,
      better: 1,
      meanRank: 1,
    });
    expect(summary.peers.list.find(({ name }) => name === 'ng.NGOpt')).toMatchObject({
      library: 'nevergrad',
      version: '1.0.12',
    });
  });

  it('says of a peer that it starts at the centre, where that beats nearly all random sets', () => {
    const notes = new Map(summary.targets.map(({ problem, note }) => [problem, note]));
    expect(notes.get('grid6_a')).toBe(
      'starts at the centre of the space, better than 98 % of random sets',
    );
    expect(notes.get('sma-cross')).toBeNull();
    const noteOf = (peer: string, problem: string, evaluations = 100) =>
      centreNote(peer, { problem, batch: 1, evaluations });
    expect(noteOf('ng.NGOpt', 'rosenbrock_d10')).toMatch(/all of 1,000 random sets$/);
    // TPE starts anywhere; what NGOpt does in a long search of five parameters does not, either.
    expect(noteOf('optuna4.tpe', 'rosenbrock_d10')).toBeNull();
    expect([
      noteOf('ng.NGOpt', 'ackley_shifted_d5'),
      noteOf('ng.NGOpt', 'ackley_shifted_d5', 300),
    ]).toEqual([expect.any(String), null]);
    // The optimum is far from the centre, or there is none.
    for (const problem of ['schwefel_d5', 'styblinski_tang_d5', 'mixed', 'bnh', 'sma-cross']) {
      expect([problem, noteOf('ng.NGOpt', problem)]).toEqual([problem, null]);
    }
  });

  it('keeps searches with other settings apart, and shows the wanted ones', () => {
    expect(summary.variants.map(({ settings, searches }) => [settings, searches])).toEqual([
      ['default', 7],
      ['alike', 1],
    ]);
    const alike = summarise(record, { settings: 'alike' })!;
    expect(alike.cells).toHaveLength(1);
    // Nothing valid was found.
    expect(alike.cells[0]).toMatchObject({ median: Infinity, against: 'worse', reached: null });
    expect(summarise(record, { batch: 8 })).toBeNull();
    expect([summary.alike, alike.alike]).toEqual([
      [],
      [expect.objectContaining({ peer: 'optuna5.tpe', asGood: 0, within: 0, worse: ['grid6_a'] })],
    ]);
  });

  it('names what was refused once, and draws medians by evaluations', () => {
    expect(summary.refused).toEqual([{ sampler: 'grid', problem: 'sma-cross', reason: 'no grid' }]);
    const curve = summary.curves.find(
      ({ name, problem }) => name === 'tpe' && problem === 'sma-cross',
    )!;
    expect(curve.points.at(-1)).toEqual([100, -9.9]);
    expect(curve.points.find(([n]) => n === 5)).toEqual([5, -8]);
    // Until half of the seeds have something there is no median.
    expect(curve.points[0]![0]).toBe(3);
  });
});
