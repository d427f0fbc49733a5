import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { createScorer } from '../../../runner/pipeline/score.ts';
import { outOfDate, readMatrix, writeMatrix } from '../../../runner/run/matrix-file.ts';
import {
  backtestMatrix,
  type MatrixOptions,
  matrixProblem,
} from '../../../runner/run/symbol-matrix.ts';
import { aJob } from '../../fixtures/a-job.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { createSymbolExecutor } from '../../fixtures/symbol-executor.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import { newRecord } from '../daemon/fake-runner.ts';

const SYMBOLS = ['A', 'B', 'C'];
const job = aJob({ symbols: SYMBOLS });

/** What a set of `fast` is worth on a symbol: the nearer to its letter the better. */
const worth = (fast: number, symbol: string) => 10 - Math.abs(fast - SYMBOLS.indexOf(symbol) * 10);

/** @param fasts by symbol; null has no valid set */
function recordOf(fasts: readonly (number | null)[]): RunRecord {
  const plain = newRecord(job);
  const [search] = plain.symbols;
  if (search === undefined) throw new Error('a record has a symbol');
  const symbols = SYMBOLS.map((symbol, place) => {
    const fast = fasts[place] ?? null;
    const best =
      fast === null
        ? null
        : anEvaluation({ id: place + 5, params: { fast }, fitness: worth(fast, symbol) });
    return { ...search, symbol, folder: symbol, best };
  });
  return { ...plain, id: '20260101_000000', symbols };
}

function optionsOf(record: RunRecord, change: Partial<MatrixOptions> = {}): MatrixOptions {
  return {
    record,
    job,
    ensureData: async () => {},
    createExecutor: () =>
      createSymbolExecutor({
        chunk: 2,
        backtest: ({ fast }, symbol) => {
          if (fast === 7 && symbol === 'C') throw new Error('boom');
          const net_pnl = worth(Number(fast), symbol);
          return net_pnl > -5 ? { net_pnl, max_drawdown: 3, odd: Number.POSITIVE_INFINITY } : {};
        },
      }),
    scorerOf: () => createScorer(job.fitness, [], { fitnesses: testFitnesses }),
    signal: new AbortController().signal,
    progress: () => {},
    ...change,
  };
}

describe('backtestMatrix()', () => {
  test('has every valid best on every symbol, in their order', async () => {
    const told: [number, number][] = [];
    const matrix = await backtestMatrix(
      optionsOf(recordOf([1, null, 20]), { progress: (...now) => told.push(now) }),
    );
    expect(matrix.symbols).toEqual(SYMBOLS);
    expect(matrix.sets).toEqual([
      { symbol: 'A', evaluation: 5, params: { fast: 1 } },
      { symbol: 'C', evaluation: 7, params: { fast: 20 } },
    ]);
    const fitness = matrix.cells.map((row) => row.map(({ metrics }) => metrics['fitness']));
    expect(fitness).toEqual([
      [9, 1, undefined],
      [undefined, 0, 10],
    ]);
    expect(matrix.cells[0]?.[2]).toEqual({ status: 'invalid', metrics: {}, error: null });
    expect(matrix.cells[0]?.[0]).toEqual({
      status: 'complete',
      metrics: { fitness: 9, net_pnl: 9, max_drawdown: 3 },
      error: null,
    });
    expect(matrix.changed).toEqual([]);
    expect(told).toEqual(Array.from({ length: 7 }, (_, done) => [done, 6]));
  });

  test('keeps a failure in its cell, and names the own best that came out otherwise', async () => {
    const record = recordOf([7, 10, 20]);
    const [first, ...others] = record.symbols;
    const best = anEvaluation({ params: { fast: 7 }, fitness: 99 });
    const symbols = first === undefined ? [] : [{ ...first, best }, ...others];
    const matrix = await backtestMatrix(optionsOf({ ...record, symbols }));
    expect(matrix.cells[0]?.[2]).toMatchObject({ status: 'failed', error: 'Error: boom' });
    expect(matrix.changed).toEqual(['A']);
  });

  test('rejects when it is given up, and leaves no executor behind', async () => {
    const controller = new AbortController();
    let disposed = 0;
    const options = optionsOf(recordOf([1, 10, 20]), {
      signal: controller.signal,
      progress: (done) => {
        if (done === 2) controller.abort(new Error('enough'));
      },
    });
    const createExecutor = (one: typeof job) => ({
      ...options.createExecutor(one),
      [Symbol.asyncDispose]: async () => void disposed++,
    });
    await expect(backtestMatrix({ ...options, createExecutor })).rejects.toThrow('enough');
    expect(disposed).toBe(1);
  });
});

test('backtestMatrix() begins no backtest that was given up while symbols were prepared', async () => {
  const controller = new AbortController();
  const asked: string[] = [];
  const options = optionsOf(recordOf([1, 10, 20]), { signal: controller.signal });
  const createExecutor = (one: typeof job) => {
    const executor = options.createExecutor(one);
    return {
      ...executor,
      async prepare(setup: Parameters<typeof executor.prepare>[0]) {
        controller.abort(new Error('enough'));
        return executor.prepare(setup);
      },
      evaluate(...given: Parameters<typeof executor.evaluate>) {
        asked.push(String(given[0].length));
        return executor.evaluate(...given);
      },
    };
  };
  await expect(backtestMatrix({ ...options, createExecutor })).rejects.toThrow('enough');
  expect(asked).toEqual([]);
});

test('matrixProblem() says why a run has none', () => {
  const record = recordOf([1, 2, 3]);
  expect(matrixProblem(record, job)).toBeNull();
  expect(matrixProblem(record, { ...job, mode: 'shared' })).toContain('share one set');
  expect(matrixProblem({ ...record, symbols: record.symbols.slice(1, 2) }, job)).toContain('alone');
  expect(matrixProblem(recordOf([]), job)).toContain('valid set');
});

describe('the file of a matrix', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leantune-matrix-'));
  });
  afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

  test('readMatrix() reads what writeMatrix() wrote, and nothing that is damaged', async () => {
    expect(await readMatrix(folder)).toBeNull();
    const matrix = await backtestMatrix(optionsOf(recordOf([1, null, 20])));
    await writeMatrix(folder, matrix);
    expect(await readMatrix(folder)).toEqual(matrix);
    const path = join(folder, 'symbol-matrix.json');
    for (const text of ['{', '{}', 'null', JSON.stringify({ ...matrix, cells: [] })]) {
      await writeFile(path, text);
      expect(await readMatrix(folder)).toBeNull();
    }
    await expect(writeMatrix(join(folder, 'gone'), matrix)).rejects.toThrow('ENOENT');
  });

  test('outOfDate() names symbols whose best is another one', async () => {
    const matrix = await backtestMatrix(optionsOf(recordOf([1, null, 20])));
    expect(outOfDate(matrix, recordOf([1, null, 20]))).toEqual([]);
    expect(outOfDate(matrix, recordOf([2, 3, 20]))).toEqual(['A', 'B']);
    expect(outOfDate(matrix, recordOf([1, null, null]))).toEqual(['C']);
  });
});
