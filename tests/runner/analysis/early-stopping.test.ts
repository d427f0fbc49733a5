import { describe, expect, test } from 'vitest';
import { earlyStops } from '../../../runner/analysis/early-stopping.ts';
import { type Generation, generationsOf } from '../../../runner/analysis/generations.ts';
import type { Evaluation } from '../../../runner/domain/evaluation.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { createSpace } from '../../../runner/domain/space.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';

/** Generations of ten evaluations whose best so far is as given. */
function generations(soFar: readonly (number | null)[]): Generation[] {
  return soFar.map((so_far, number) => ({
    stage: 'ga',
    name: number === 0 ? 'init' : `gen_${number}`,
    number,
    evaluations: 10,
    total: 100 + (number + 1) * 10,
    best: so_far,
    so_far,
  }));
}

describe('earlyStops()', () => {
  test('stops after as many stale generations as patience allows', () => {
    const list = generations([1, 1, 1, 2, 2, 2, 2, 3]);
    const stops = earlyStops(list, [2, 3, 4, 5], [0]);
    expect(stops.map(({ stops_at, saved, lost }) => [stops_at, saved, lost])).toEqual([
      [2, 50, 2],
      [6, 10, 1],
      [null, 0, 0],
      [null, 0, 0],
    ]);
    expect(stops[0]).toMatchObject({ stage: 'ga', patience: 2, min_delta: 0, saved_share: 5 / 8 });
  });

  test('small gains count only together', () => {
    const list = generations([2.26, 2.27, 2.28, 2.285, 2.29, 2.29]);
    const stops = earlyStops(list, [2], [0, 0.01, 0.1]);
    // By a hundredth: 2.27, 2.28 and then 2.29 are improvements, 2.285 alone is none.
    expect(stops.map(({ stops_at, lost }) => [stops_at, lost])).toEqual([
      [null, 0],
      [null, 0],
      [2, 0.01],
    ]);
  });

  test('loses everything where nothing valid had been found', () => {
    const [stop] = earlyStops(generations([null, null, null, 4]), [2], [0]);
    expect(stop).toMatchObject({ stops_at: 2, saved: 10, lost: Number.POSITIVE_INFINITY });
    expect(earlyStops(generations([null, null]), [1], [0])[0]).toMatchObject({ lost: null });
    expect(earlyStops([])).toEqual([]);
  });

  test('says of a search what the genetic sampler would have done itself', () => {
    const settings = [
      [3, 0],
      [5, 0.01],
      [8, 0.1],
      [12, 0],
    ] as const;
    const endless = generationsOf(search(0, 0));
    const last = endless.at(-1)?.number;
    for (const [patience, minDelta] of settings) {
      const own = generationsOf(search(patience, minDelta));
      const [stop] = earlyStops(endless, [patience], [minDelta]);
      expect(stop?.stops_at ?? last).toBe(own.at(-1)?.number);
      expect((endless.at(-1)?.total ?? 0) - (stop?.saved ?? 0)).toBe(own.at(-1)?.total);
    }
  });
});

/** A genetic search of a hill in a space too large for repeats, under a rule for stopping. */
function search(patience: number, minDelta: number) {
  const space = createSpace(
    [
      { name: 'x', type: 'float', min: -5, max: 5 },
      { name: 'y', type: 'float', min: -5, max: 5 },
    ],
    [],
  );
  const options = samplers.genetic.options.parse({
    population_size: 10,
    generations: 60,
    batch_size: 5,
    mutation_probability: 0.3,
    early_stopping_generations: patience,
    early_stopping_min_delta: minDelta,
  });
  const randomAt = (n: number) => randomFrom(1, 0, n);
  const sampler = samplers.genetic.create({
    space,
    symbol: 'SPY',
    options,
    budget: Number.POSITIVE_INFINITY,
    seeds: [],
    randomAt,
    history: [],
  });
  const evaluations: Evaluation[] = [];
  for (let batch = 0; ; batch++) {
    const sets = sampler.ask(10);
    if (sets.length === 0) return evaluations;
    for (const params of sets) {
      const fitness = Number((50 - Number(params['x']) ** 2 - Number(params['y']) ** 2).toFixed(6));
      const id = evaluations.length + 1;
      const stage_detail = sampler.detail ?? '';
      evaluations.push(anEvaluation({ id, stage: 'ga', stage_detail, batch, params, fitness }));
    }
    for (const told of evaluations.slice(-sets.length)) sampler.tell({ ...told, violations: {} });
  }
}
