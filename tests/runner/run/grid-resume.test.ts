import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BacktestRequest, Preparation } from '../../../runner/domain/executor.ts';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { type Random, randomFrom, randomInt } from '../../../runner/domain/random.ts';
import type { SymbolProgress } from '../../../runner/domain/run-record.ts';
import { openColumnsReader } from '../../../runner/run/columns-reader.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const preparation: Preparation = {
  strategyHash: '',
  dataHash: '',
  bars: 1,
  available: null,
  warnings: [],
  defaults: {},
  sharing: ['slow', 'mode'],
  variations: [{ name: 'Up', when: 'fast > 3' }, { name: 'DOWN' }],
};

function aGridJob(stages: Job['stages']): Job {
  return aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: 20 },
      { name: 'slow', type: 'int', min: 1, max: 15 },
      { name: 'mode', type: 'categorical', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] },
    ],
    rules: ['fast < slow or mode == "a"'],
    stages,
    holdout: { start: '2020-01-01', end: '2020-12-31' },
  });
}

const grid = aStage('grid', { shuffle: true });
const jobs = {
  'a grid alone': aGridJob([grid]),
  'a grid that repeats what was drawn before': aGridJob([
    aStage('drawing', { samples: 40, batch: 7 }),
    grid,
  ]),
  'a grid whose sets come up again': aGridJob([grid, aStage('climbing', { samples: 9, batch: 3 })]),
};

/** Fails for some sets, always the same ones; measures two ways of trading apart. */
function backtest({ fast, slow, mode }: ParameterSet) {
  const [x, y] = [Number(fast), Number(slow)];
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return {
    net_pnl: -((x - 4) ** 2) - (y - 9) ** 2 + String(mode).charCodeAt(0) / 1000,
    trade_count: 10 + x,
    total_r: x / y,
    up_total_r: x / 3,
    up_trades: x,
    down_total_r: -y / 7,
    down_trades: y % 2,
  };
}

interface Session {
  readonly folder: string;
  readonly job: Job;
  readonly seed: number;
  /** How it ends before its time: at once with the n-th backtest, or letting what is in flight end. */
  readonly abortAfter?: number;
  readonly drainAfter?: number;
}

interface Ended {
  readonly carriedOut: number;
  readonly progress: SymbolProgress;
}

async function session({ folder, job, seed, abortAfter, drainAfter }: Session): Promise<Ended> {
  const abort = new AbortController();
  const drain = new AbortController();
  let carriedOut = 0;
  const onBacktest = ({ detail }: BacktestRequest): void => {
    if (detail === 'metrics') carriedOut++;
    if (carriedOut === drainAfter) drain.abort();
    if (carriedOut === abortAfter) abort.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({
    backtest,
    seed,
    chunk: 11,
    slots: 1 + (seed % 3),
    onBacktest,
  });
  const signals = { abort: abort.signal, drain: AbortSignal.any([drain.signal, abort.signal]) };
  const { progress } = await runSymbolOnce({ folder, job, executor, preparation, ...signals });
  return { carriedOut, progress };
}

const checkpointIn = (folder: string) => join(folder, 'SPY', 'checkpoint.json');
const columnsIn = (folder: string) => join(folder, 'SPY', 'columns.bin');

/** What may become of the checkpoint between two sessions. */
const fates = {
  kept: () => {},
  deleted: (path: string) => rmSync(path, { force: true }),
  torn: (path: string, random: Random) => {
    if (existsSync(path)) truncateSync(path, randomInt(random, readFileSync(path).length));
  },
  corrupt: (path: string, random: Random) => {
    if (!existsSync(path)) return;
    const bytes = readFileSync(path);
    const at = randomInt(random, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  },
  stale: (path: string) => {
    const old = `${path}.old`;
    if (existsSync(old)) copyFileSync(old, path);
    else if (existsSync(path)) copyFileSync(path, old);
  },
};

/** Every row of the columns in order of id, but for what may differ between equal runs. */
function rowsOf(folder: string): unknown[] {
  using reader = openColumnsReader(columnsIn(folder));
  if (reader === null) throw new Error('Cannot read the columns: there are none');
  const block = reader.block(1, reader.last);
  return Array.from({ length: block.count }, (_, row) => [
    block.isWhole(row),
    block.status(row),
    block.stage(row),
    block.batch(row),
    block.fitness(row),
    block.point(row),
    ...reader.layout.names.map((name, column) => [name, block.metric(row, column)]),
  ]);
}

describe.each(Object.entries(jobs))('runSymbol() with %s', (_name, job) => {
  let lines: string[];
  let rows: unknown[];
  let figures: SymbolProgress;

  beforeAll(async () => {
    using folder = temporaryFolder();
    const { progress } = await session({ folder: folder.path, job, seed: 0 });
    lines = comparableLines(folder.path);
    rows = rowsOf(folder.path);
    figures = progress;
  });

  test('evaluates every set once, fails some on purpose, and keeps variations to the columns', () => {
    const search = lines.map((line) => JSON.parse(line)).filter((line) => !line.is_oos);
    expect(search.length).toBeGreaterThanOrEqual(1001);
    expect(new Set(search.map(({ params }) => JSON.stringify(params))).size).toBe(search.length);
    expect(search.some(({ status }) => status === 'failed')).toBe(true);
    expect(lines.some((line) => line.includes('up_total_r'))).toBe(false);
    expect(JSON.stringify(rows)).toContain('up_total_r');
    expect(figures.variations?.map(({ name }) => name)).toEqual(['Up', 'DOWN']);
    expect(figures.variations?.[0]?.sets).toBeGreaterThan(100);
  });

  test.each(Object.entries(fates))(
    'ends the same after 12 crashes, the checkpoint %s',
    async (name, befalls) => {
      using folder = temporaryFolder();
      const random = randomFrom(name.length, 1, 0);
      for (let crash = 0; crash < 12; crash++) {
        const after = 1 + randomInt(random, 120);
        const drains = crash % 3 === 0;
        const end = drains ? { drainAfter: after } : { abortAfter: after };
        await session({ folder: folder.path, job, seed: crash, ...end });
        befalls(checkpointIn(folder.path), random);
      }
      const { progress } = await session({ folder: folder.path, job, seed: 99 });
      expect(comparableLines(folder.path)).toEqual(lines);
      expect(rowsOf(folder.path)).toEqual(rows);
      const { counts, best, variations } = progress;
      expect(counts).toEqual(figures.counts);
      expect(best?.id).toBe(figures.best?.id);
      expect(
        variations?.map(({ sets, profitable, trades, best_id }) => [
          sets,
          profitable,
          trades,
          best_id,
        ]),
      ).toEqual(
        figures.variations?.map(({ sets, profitable, trades, best_id }) => [
          sets,
          profitable,
          trades,
          best_id,
        ]),
      );
    },
  );

  test('carries out again at most what was in flight', async () => {
    using folder = temporaryFolder();
    await session({ folder: folder.path, job, seed: 4, drainAfter: 400 });
    await session({ folder: folder.path, job, seed: 4, abortAfter: 200 });
    const kept = comparableLines(folder.path).length;
    const { carriedOut } = await session({ folder: folder.path, job, seed: 4 });
    expect(kept + carriedOut).toBe(lines.length - 1);
    expect(kept).toBeGreaterThanOrEqual(600 - 2 * 11);
  });

  test('evaluates again what a damaged line or a lost row said', async () => {
    using folder = temporaryFolder();
    await session({ folder: folder.path, job, seed: 1, drainAfter: 500 });
    const path = join(folder.path, 'SPY', 'evaluations.jsonl');
    const text = readFileSync(path, 'utf8').split('\n');
    text[60] = '{"v":1,"id":"garbage"}';
    writeFileSync(path, text.join('\n'));
    const bytes = readFileSync(columnsIn(folder.path));
    bytes.fill(0, 65_536 + 8_000, 65_536 + 8_400);
    writeFileSync(columnsIn(folder.path), bytes);
    await session({ folder: folder.path, job, seed: 2 });
    const good = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('garbage'));
    // The first line of an id counts, but one without its row is none: the last is as good.
    writeFileSync(path, [...new Map(good.map((line) => [idOf(line), line])).values()].join('\n'));
    expect(comparableLines(folder.path)).toEqual(lines);
    expect(rowsOf(folder.path)).toEqual(rows);
  });
});

function idOf(line: string): string {
  if (line === '') return '';
  const { id, is_oos } = JSON.parse(line);
  return `${id} ${is_oos}`;
}
