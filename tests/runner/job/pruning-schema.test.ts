import { describe, expect, test } from 'vitest';
import { identityOf, searchDifferences } from '../../../runner/job/identity.ts';
import { createProject, minimal } from './job-project.ts';
import { registries } from './registries.ts';

const { samplers } = registries;
using project = createProject();
const prints = new Map([['SPX', { strategyHash: 's', dataHash: 'd' }]]);

async function pruningOf(pruning: unknown) {
  return (await project.job({ ...minimal, pruning })).pruning;
}

describe('a job that prunes', () => {
  test('names a pruner, and every option has a default', async () => {
    expect(await pruningOf('median')).toMatchObject({ pruner: 'median', percentile: 50 });
    expect(await pruningOf('percentile')).toEqual({
      pruner: 'percentile',
      percentile: 25,
      measure: 'return',
      startup: 20,
      warmUp: 0.3,
      interval: 0.1,
      batch: 50,
      reduction: 2,
    });
    expect(await pruningOf('successive_halving')).toMatchObject({ reduction: 3, warmUp: 0.2 });
    expect(await pruningOf(undefined)).toBeUndefined();
  });

  test('gives options beside the name', async () => {
    const pruning = { pruner: 'percentile', percentile: 10, measure: 'return_over_drawdown' };
    expect(await pruningOf({ ...pruning, warm_up: 0.5, interval: 0.25 })).toMatchObject({
      ...pruning,
      warmUp: 0.5,
      interval: 0.25,
    });
  });

  test.each([
    ['an unknown pruner', 'luck', 'pruning'],
    ['a share of all days', { pruner: 'median', warm_up: 1 }, 'pruning.warm_up'],
    ['another pruner’s option', { pruner: 'median', reduction: 2 }, 'pruning'],
    ['no percentile', { pruner: 'percentile', percentile: 100 }, 'pruning.percentile'],
    ['nothing to compare with', { pruner: 'median', startup: 1 }, 'pruning.startup'],
  ])('is refused with %s', async (_, pruning, path) => {
    await expect(project.job({ ...minimal, pruning })).rejects.toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ path: expect.stringContaining(path) }),
      ]),
    });
  });

  test('is refused where one set serves all symbols', async () => {
    const job = { ...minimal, symbol: undefined, symbols: ['SPX', 'AAPL'], mode: 'shared' };
    await expect(project.job({ ...job, pruning: 'median' })).rejects.toThrow(/pruning.*shared/s);
  });

  test('is another search than one that does not, or otherwise', async () => {
    const plain = await project.job(minimal);
    const median = await project.job({ ...minimal, pruning: 'median' });
    const early = await project.job({ ...minimal, pruning: { pruner: 'median', warm_up: 0.1 } });
    const searches = [plain, median, early].map((job) => identityOf(job, prints, samplers).search);
    expect(new Set(searches).size).toBe(3);
    expect(searchDifferences(plain, median, samplers)).toEqual(['pruning']);
  });

  test('may leave a stage out', async () => {
    const stages = [
      { sampler: 'random', samples: 9 },
      { sampler: 'local_grid', pruning: false },
    ];
    const job = await project.job({ ...minimal, stages, pruning: 'median' });
    expect(job.stages.map(({ pruning }) => pruning)).toEqual([undefined, false]);
    const all = await project.job({
      ...minimal,
      stages: [stages[0], { sampler: 'local_grid' }],
      pruning: 'median',
    });
    expect(searchDifferences(job, all, samplers)).toEqual(['stages']);
  });
});

describe('a stage that is asynchronous', () => {
  const stage = { sampler: 'tpe', samples: 50 };

  test('is another search, and false is as if it was not said', async () => {
    const [plain, async, not] = await Promise.all(
      [{}, { async: true }, { async: false }].map((more) =>
        project.job(
          { ...minimal, stages: [{ ...stage, ...more }] },
          `${JSON.stringify(more)}.json`,
        ),
      ),
    );
    expect(searchDifferences(plain!, async!, samplers)).toEqual(['stages']);
    expect(searchDifferences(plain!, not!, samplers)).toEqual([]);
    expect([async!, not!].map((job) => job.stages[0]?.async)).toEqual([true, undefined]);
  });

  test('is told where that gains nothing', async () => {
    const notesOf = async (sampler: object) =>
      (await project.job({ ...minimal, stages: [{ ...sampler, async: true }] })).notes ?? [];
    expect(await notesOf(stage)).toEqual([]);
    expect(await notesOf({ sampler: 'cma_es', samples: 50 })).toEqual([
      expect.stringContaining('waits for whole generations'),
    ]);
    expect(await notesOf({ sampler: 'genetic' })).toHaveLength(1);
    expect(await notesOf({ sampler: 'genetic', steady_state: true })).toEqual([]);
    expect(await notesOf({ sampler: 'random', samples: 5 })).toEqual([
      expect.stringContaining('async changes nothing'),
    ]);
  });
});
