import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as schemas from '../../../runner/server/schemas.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { openTestService, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

const evaluations = Array.from({ length: 100 }, (_, index) => fakeEvaluation(index + 1));

describe('symbols', () => {
  test('points are thinned evenly, improvements kept', async () => {
    const { id } = await service.addRun(evaluations);
    const all = await service.get(`/api/runs/${id}/symbols/SPY/points`);
    expect(schemas.points.parse(all.body)).toMatchObject({ total: 100, stages: ['random'] });
    expect(all.body.points).toHaveLength(100);
    const few = (await service.get(`/api/runs/${id}/symbols/SPY/points?max=10`)).body;
    expect(few.points).toHaveLength(10);
    expect(few.best).toEqual(all.body.best);
  });

  test('the top is best first, infinities as strings', async () => {
    const infinite = fakeEvaluation(101, { fitness: Number.POSITIVE_INFINITY });
    const invalid = fakeEvaluation(102, { fitness: Number.NEGATIVE_INFINITY, status: 'invalid' });
    const { id } = await service.addRun([...evaluations, infinite, invalid]);
    const { body } = await service.get(`/api/runs/${id}/symbols/SPY/top?n=3`);
    const rows = schemas.top.parse(body).rows;
    const best = evaluations.map(({ fitness }) => fitness).sort((a, b) => b - a);
    expect(rows.map(({ fitness }) => fitness)).toEqual(['Infinity', best[0], best[1]]);
  });

  test('the best comes with curves, statistics and holdout', async () => {
    const best = fakeEvaluation(1);
    const { id } = await service.addRun([best], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best, holdout: best })),
    }));
    const result = {
      charts: {
        'Strategy Equity': {
          series: {
            Equity: {
              values: [
                [0, 100],
                [1, 80],
              ],
            },
          },
        },
      },
      statistics: { 'Sharpe Ratio': '1.2' },
    };
    const folder = join(service.store.folder(id), 'SPY', 'backtests');
    await writeFile(join(folder, 'best.json'), JSON.stringify(result));
    const { body } = await service.get(`/api/runs/${id}/symbols/SPY/best`);
    expect(schemas.best.parse(body)).toMatchObject({
      evaluation: { id: 1 },
      equity: [
        [0, 100],
        [1, 80],
      ],
      statistics: { 'Sharpe Ratio': '1.2' },
      holdout: { evaluation: { id: 1 }, equity: [] },
    });
    expect(body.drawdown[1][1]).toBeCloseTo(-20);
  });

  test('the best of a shared search comes with its result on each symbol', async () => {
    const best = fakeEvaluation(1);
    const { id } = await service.addRun([best], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best })),
    }));
    const folder = join(service.store.folder(id), 'SPY', 'backtests');
    await writeFile(join(folder, 'best.json'), '{"statistics":{"Alpha":"1"}}');
    await writeFile(join(folder, 'best.QQQ.json'), '{"statistics":{"Alpha":"2"}}');
    const of = async (query: string) =>
      (await service.get(`/api/runs/${id}/symbols/SPY/best${query}`)).body.statistics;
    expect(await of('')).toEqual({ Alpha: '1' });
    expect(await of('?of=QQQ')).toEqual({ Alpha: '2' });
    expect(await of('?of=..%2F..%2FSPY')).toEqual({});
  });

  test('figures and curves are of one set while the search has found a better one', async () => {
    const [shown, newer] = [fakeEvaluation(1), { ...fakeEvaluation(2), fitness: 99 }];
    const { id } = await service.addRun([shown, newer], (record) => ({
      symbols: record.symbols.map((symbol) => ({ ...symbol, best: newer })),
    }));
    const best = join(service.store.folder(id), 'SPY', 'best.json');
    await writeFile(best, JSON.stringify({ v: 1, evaluation: shown, repeats: true }));
    expect((await service.get(`/api/runs/${id}/symbols/SPY/best`)).body.evaluation.id).toBe(1);
  });

  test('a run without a best has none', async () => {
    const { id } = await service.addRun([]);
    expect((await service.get(`/api/runs/${id}/symbols/SPY/best`)).body).toEqual({
      evaluation: null,
      equity: [],
      drawdown: [],
      currency: '',
      statistics: {},
      holdout: null,
    });
  });

  test('what a finished run shows follows its files when it went on', async () => {
    const { id } = await service.addRun(
      evaluations.slice(0, 10),
      ({ symbols }) => ({
        state: 'stopped',
        symbols: symbols.map((symbol) => ({
          ...symbol,
          counts: { ...symbol.counts, evaluations: 10 },
        })),
      }),
      { evaluations: 15, delay_ms: 10 },
    );
    const total = async () => (await service.get(`/api/runs/${id}/symbols/SPY/points`)).body.total;
    expect(await total()).toBe(10);
    await service.daemon.resumeRun(id);
    await expect.poll(total).toBeGreaterThan(10);
    await expect.poll(total).toBe(15);
  });
});
