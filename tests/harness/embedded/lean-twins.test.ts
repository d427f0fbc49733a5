import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { executors } from '../../../runner/executors/index.ts';
import { createExecutor } from '../../fixtures/executor-under-test.ts';
import { figuresApart, figuresOf, type LeanFigures } from '../../fixtures/lean-figures.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { dailySetup } from './daily-setup.ts';
import { missingReference } from './lean-reference.ts';
import { twins } from './twin-strategies.ts';

/* Strategies in both languages: LEAN's figures are kept, and made again where there is LEAN. */

const figures: Readonly<Record<string, LeanFigures>> = JSON.parse(
  readFileSync(new URL('./fixtures/lean-twins.json', import.meta.url), 'utf8'),
);
const names = Object.keys(twins);

const lean = process.env['LEAN_PATH'];
const hasLean = lean !== undefined && existsSync(lean);
if (!hasLean) console.warn('LEAN does not run the twins: wanted LEAN_PATH, found none');

function setupOf(name: string): BacktestSetup {
  return dailySetup(name, twins[name]?.setup as { symbol: string });
}

function runHere(name: string): LeanFigures {
  const setup = setupOf(name);
  const create = () => (twins[name] as (typeof twins)[string]).create();
  const strategy = { name, create, parameters: {} };
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  return figuresOf(JSON.parse(backtest.run({}, 'full').result ?? ''));
}

test('every twin has figures of LEAN', () => {
  expect(Object.keys(figures).sort()).toEqual([...names].sort());
});

describe.skipIf(missingReference !== null)('createBacktest() gives what LEAN gives of', () => {
  test.each(names)('%s', (name) => {
    const wanted = figures[name] as LeanFigures;
    expect(wanted.orderCount).toBeGreaterThan(3);
    expect(figuresApart(wanted, runHere(name))).toEqual([]);
  });
});

describe.skipIf(missingReference !== null || !hasLean)('LEAN gives its figures again of', () => {
  const cache = temporaryFolder();
  afterAll(() => cache[Symbol.dispose]());

  /** Its class in Twins.cs is the one that the twin makes here. */
  async function runThere(name: string): Promise<LeanFigures> {
    const { resolution, normalization, ...setup } = setupOf(name);
    const className = `Twins.${/(\w+)\)?\(/.exec(String(twins[name]?.create))?.[1]}`;
    await using executor = createExecutor(executors.process, {
      cacheFolder: cache.path,
      slots: 1,
      timeoutSeconds: 600,
      memoryLimitMb: 3_072,
      options: {
        lean,
        class_name: className,
        canary_every: 0,
        parameter_names: { start: 'start', end: 'end' },
      },
    });
    await executor.start();
    const job: BacktestSetup = {
      ...setup,
      resolution,
      normalization,
      engine: 'lean',
      strategy: 'tests/fixtures/lean-twins',
      fixedParameters: { resolution, normalization },
    };
    const request = { id: 1, setup: job, params: {}, detail: 'full' as const };
    const [outcome] = await Array.fromAsync(
      executor.evaluate([request], AbortSignal.timeout(900_000)),
    );
    if (outcome?.status !== 'complete') throw new Error(JSON.stringify(outcome));
    return figuresOf(JSON.parse(String(outcome.result)));
  }

  test.each(names)('%s', { timeout: 900_000 }, async (name) => {
    const found = await runThere(name);
    expect(figuresApart(figures[name] as LeanFigures, found)).toEqual([]);
    // All orders, where the figures that are kept are the first ones.
    expect(figuresApart(found, runHere(name))).toEqual([]);
  });
});
