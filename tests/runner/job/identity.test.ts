import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import { differences, identityOf, searchDifferences } from '../../../runner/job/identity.ts';
import { createProject, minimal } from './job-project.ts';
import { registries } from './registries.ts';

const { samplers } = registries;
using project = createProject();
const file = {
  ...minimal,
  symbol: undefined,
  symbols: ['SPX', 'AAPL'],
  stages: [
    { sampler: 'random', samples: 5 },
    { sampler: 'genetic', generations: 9, mutation_probability: 0.1 },
    { sampler: 'lhs', enabled: false },
  ],
  fixed_parameters: { a: 1, b: 2 },
};
const base = await project.job(file);
const prints = new Map([
  ['SPX', { strategyHash: 's', dataHash: 'd1' }],
  ['AAPL', { strategyHash: 's', dataHash: 'd2' }],
]);
const identity = identityOf(base, prints, samplers);

async function changed(changes: object): Promise<Job> {
  return project.job({ ...file, ...changes }, 'other.json');
}

const [first, second, third] = file.stages;

describe('identityOf()', () => {
  test.each<[string, object]>([
    ['name', { name: 'x' }],
    ['study and tags', { study: 'x', tags: ['y'] }],
    ['slots', { slots: 7 }],
    ['form of the executor', { executor: { kind: 'embedded' } }],
    ['budget', { budget: { evaluations: 5, seconds: 1 } }],
    ['limits', { timeout_seconds: 1, memory_limit_mb: 99, attempts: 1 }],
    ['resume', { resume: false }],
    ['order of symbols', { symbols: ['AAPL', 'spx'] }],
    ['order of fixed parameters', { fixed_parameters: { b: 2, a: 1 } }],
    ['options of budget', { stages: [{ ...first, samples: 50 }, second, third] }],
    ['options of stages that are off', { stages: [first, second, { ...third, samples: 9 }] }],
    ['descriptions', { parameters: minimal.parameters.map((p) => ({ ...p, description: 'x' })) }],
    [
      'category, role and direction',
      {
        parameters: minimal.parameters.map((p) => {
          return { ...p, category: 'trend', role: 'factor', direction: 'long' };
        }),
      },
    ],
    ['what a default says anyway', { seed: 42, cash: 100_000, fitness: 'calmar' }],
    ['the folder of the data', { data: 'config' }],
  ])('stays the same for another %s', async (_, changes) => {
    project.write('config/empty.txt', '');
    const job = await changed(changes);
    expect(identityOf(job, prints, samplers)).toEqual(identity);
    expect(searchDifferences(base, job, samplers)).toEqual([]);
  });

  test.each<[string, object]>([
    ['symbols', { symbols: ['SPX'] }],
    ['shared', { mode: 'shared' }],
    ['dates', { start: '2001-01-01' }],
    ['dates', { holdout: { start: '2019-01-01', end: '2020-04-17' } }],
    ['holdout', { holdout: { start: '2021-01-01', end: '2021-04-17' } }],
    ['cash', { cash: 1 }],
    ['resolution', { resolution: 'hour' }],
    ['normalization', { normalization: 'Raw' }],
    ['benchmark', { benchmark: 'SPY' }],
    ['market', { market: 'other' }],
    ['fixed parameters', { fixed_parameters: { a: 1, b: 3 } }],
    ['parameters', { parameters: minimal.parameters.toReversed() }],
    ['parameters', { parameters: minimal.parameters.slice(0, 1) }],
    ['rules', { rules: ['fast < slow'] }],
    ['fitness', { fitness: 'sharpe' }],
    ['fitness', { fitness: { name: 'calmar', min_trades: 5 } }],
    [
      'objectives',
      {
        objectives: [
          { metric: 'a', direction: 'minimize' },
          { metric: 'b', direction: 'maximize' },
        ],
      },
    ],
    ['constraints', { constraints: [{ metric: 'a', operator: '<', value: 1 }] }],
    ['seed', { seed: 1 }],
    ['stages', { stages: [second, first, third] }],
    ['stages', { stages: [first, second] }],
    ['stages', { stages: [first, { ...second, mutation_probability: 0.2 }, third] }],
    ['stages', { stages: [first, { ...second, name: 'x' }, third] }],
    ['stages', { stages: [first, second, { ...third, enabled: true }] }],
    ['stages', { stages: [first, { ...second, enabled: false }, third] }],
  ])('changes with %s: %j', async (part, changes) => {
    const job = await changed(changes);
    const other = identityOf(job, prints, samplers);
    expect(differences(identity, other)).toContain('what is searched');
    expect(searchDifferences(base, job, samplers)).toContain(part);
  });

  test('tells strategy and data apart, symbol by symbol', () => {
    const data = new Map(prints).set('AAPL', { strategyHash: 's', dataHash: 'x' });
    expect(differences(identity, identityOf(base, data, samplers))).toEqual(['the data']);
    const strategy = new Map(prints).set('SPX', { strategyHash: 'x', dataHash: 'd1' });
    expect(differences(identity, identityOf(base, strategy, samplers))).toEqual([
      "the strategy's source",
    ]);
    expect(differences(identity, identity)).toEqual([]);
    expect(() => identityOf(base, new Map(), samplers)).toThrow('without AAPL');
  });

  test('stays as it was in the first release', () => {
    // A run that was begun then must be found again by the job that began it.
    const job: Job = {
      ...base,
      fitness: { name: 'calmar', options: { min_trades: 30 } },
      stages: [
        { name: 'first', enabled: true, sampler: { name: 'random', options: { samples: 5 } } },
        { name: 'lhs', enabled: false, sampler: { name: 'lhs', options: { samples: 5 } } },
      ],
    };
    expect(identityOf(job, prints, samplers)).toMatchInlineSnapshot(`
      {
        "data": "f029c596e540b0337b8f1b1f9bbcf1e0d662ed344256535e745171d7b5572a7d",
        "search": "8d0ba039f832ddccb029e8fb93decece787cdc0dbf970d83c3fd4022383186b9",
        "strategy": "a1960a73bab13e542dab6eb94d2a690515a18fb97235e0d7019ec3b795d2f30e",
      }
    `);
  });
});
