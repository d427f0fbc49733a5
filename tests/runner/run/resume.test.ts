import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BacktestRequest } from '../../../runner/domain/executor.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import { randomFrom } from '../../../runner/domain/random.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutor } from '../../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

/** Small, so that the samplers repeat themselves. */
const job = aJob({
  parameters: [
    { name: 'fast', type: 'int', min: 1, max: 12 },
    { name: 'slow', type: 'int', min: 1, max: 15 },
  ],
  stages: [
    aStage('drawing', { samples: 30, batch: 7 }),
    aStage('climbing', { samples: 40, batch: 5 }),
    aStage('climbing', { samples: 20, batch: 3 }, 'refine'),
  ],
  holdout: { start: '2020-01-01', end: '2020-12-31' },
});

/** Fails for some sets, always the same ones. */
function backtest({ fast, slow }: ParameterSet) {
  const x = Number(fast);
  const y = Number(slow);
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return { net_pnl: -((x - 4) ** 2) - (y - 9) ** 2, trade_count: 10 + x };
}

interface Crash {
  /** The executor dies with this backtest. */
  readonly after: number;
  readonly seed: number;
  readonly slots: number;
}

/** An executor that takes the run down with its n-th backtest. */
function dyingExecutor({ after, seed, slots }: Crash, crash: AbortController): FakeExecutor {
  let left = after;
  return createFakeExecutor({
    slots,
    seed,
    backtest,
    onBacktest: () => {
      if (--left <= 0) crash.abort(new Error('crash'));
    },
  });
}

async function runAndCrash(folder: string, crash: Crash): Promise<void> {
  const death = new AbortController();
  const executor = dyingExecutor(crash, death);
  await runSymbolOnce({ folder, job, executor, abort: death.signal, drain: death.signal });
}

let unbroken: string[];

beforeAll(async () => {
  using folder = temporaryFolder();
  await runSymbolOnce({ folder: folder.path, job, executor: createFakeExecutor({ backtest }) });
  unbroken = comparableLines(folder.path);
});

describe('runSymbol() after a crash', () => {
  test('the unbroken run evaluates no set twice and fails some on purpose', () => {
    const search = unbroken.map((line) => JSON.parse(line)).filter((line) => !line.is_oos);
    expect(search).toHaveLength(90);
    expect(new Set(search.map((line) => JSON.stringify(line.params))).size).toBe(90);
    expect(search.some((line) => line.status === 'failed')).toBe(true);
    expect(search.map((line) => line.id)).toEqual(search.map((_, index) => index + 1));
  });

  test.each([1, 2, 4])('%i slots give the same evaluations', async (slots) => {
    using folder = temporaryFolder();
    await runSymbolOnce({
      folder: folder.path,
      job,
      executor: createFakeExecutor({ backtest, slots, seed: slots }),
    });
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });

  test.each([1, 2])('30 crashes with %i slots end as the run that never crashed', async (slots) => {
    using folder = temporaryFolder();
    const random = randomFrom(slots, 0, 0);
    for (let crash = 0; crash < 30; crash++) {
      const after = 1 + Math.floor(random() * 6);
      await runAndCrash(folder.path, { after, seed: crash, slots });
      if (crash % 3 === 0) rmSync(join(folder.path, 'SPY', 'checkpoint.json'), { force: true });
    }
    const { state } = await runSymbolOnce({
      folder: folder.path,
      job,
      executor: createFakeExecutor({ backtest }),
    });
    expect(state).toBe('complete');
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });

  test('at most what was in flight is carried out again', async () => {
    using folder = temporaryFolder();
    let evaluated = 0;
    const onBacktest = ({ detail }: BacktestRequest): void => {
      if (detail === 'metrics') evaluated++;
    };
    const executor = createFakeExecutor({ backtest, onBacktest });
    await runAndCrash(folder.path, { after: 33, seed: 5, slots: 2 });
    const kept = comparableLines(folder.path).length;
    await runSymbolOnce({ folder: folder.path, job, executor });
    expect(evaluated).toBe(90 - kept);
    expect(kept).toBeGreaterThanOrEqual(33 - 2 * executor.chunk);
  });

  test('a last line torn at every byte ends as the run that never crashed', async () => {
    using crashed = temporaryFolder();
    await runAndCrash(crashed.path, { after: 47, seed: 3, slots: 2 });
    const name = join('SPY', 'evaluations.jsonl');
    const whole = readFileSync(join(crashed.path, name));
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length++) {
      using folder = temporaryFolder();
      cpSync(crashed.path, folder.path, { recursive: true });
      writeFileSync(join(folder.path, name), whole.subarray(0, length));
      await runSymbolOnce({
        folder: folder.path,
        job,
        executor: createFakeExecutor({ backtest, seed: length }),
      });
      expect(comparableLines(folder.path), `cut at byte ${length}`).toEqual(unbroken);
    }
  });

  test('a damaged line of the journal costs no repeat and no order', async () => {
    using folder = temporaryFolder();
    await runAndCrash(folder.path, { after: 80, seed: 9, slots: 2 });
    const journal = join(folder.path, 'SPY', 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const damaged = lines.findIndex((line) => line.includes('"t":"duplicates"'));
    expect(damaged).toBeGreaterThan(0);
    writeFileSync(journal, lines.with(damaged, '{bad').join('\n'));
    await runSymbolOnce({
      folder: folder.path,
      job,
      executor: createFakeExecutor({ backtest }),
    });
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });

  test('a digit of the journal that changed is noticed', async () => {
    using crashed = temporaryFolder();
    await runAndCrash(crashed.path, { after: 80, seed: 9, slots: 2 });
    const name = join('SPY', 'journal.jsonl');
    const lines = readFileSync(join(crashed.path, name), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const [number, line] of lines.entries()) {
      // The first digit of the last number that says something; every line has one.
      const end = line.lastIndexOf(',"crc":"');
      expect(end, line).toBeGreaterThan(0);
      const at = line.slice(0, end).search(/\d(?=\D*$)/);
      const other = `${line.slice(0, at)}${(Number(line[at]) + 1) % 10}${line.slice(at + 1)}`;
      expect(() => JSON.parse(other)).not.toThrow();
      using folder = temporaryFolder();
      cpSync(crashed.path, folder.path, { recursive: true });
      writeFileSync(join(folder.path, name), `${lines.with(number, other).join('\n')}\n`);
      const { progress } = await runSymbolOnce({
        folder: folder.path,
        job,
        executor: createFakeExecutor({ backtest }),
      });
      expect(progress.counts.rejected_lines, other).toBe(1);
      expect(comparableLines(folder.path), other).toEqual(unbroken);
    }
  });

  test('repeats before a crash are counted, too', async () => {
    using whole = temporaryFolder();
    const executor = () => createFakeExecutor({ backtest });
    const { progress } = await runSymbolOnce({ folder: whole.path, job, executor: executor() });
    expect(progress.counts.duplicates).toBeGreaterThan(0);
    using crashed = temporaryFolder();
    await runAndCrash(crashed.path, { after: 85, seed: 9, slots: 2 });
    const resumed = await runSymbolOnce({ folder: crashed.path, job, executor: executor() });
    expect(resumed.progress.counts).toEqual(progress.counts);
    expect(resumed.progress.curve.map(([id]) => id)).toEqual(
      resumed.progress.curve.map(([id]) => id).toSorted((a, b) => a - b),
    );
  });

  test('a journal that lost its last lines is asked again from the start', async () => {
    using crashed = temporaryFolder();
    await runAndCrash(crashed.path, { after: 80, seed: 9, slots: 2 });
    const name = join('SPY', 'journal.jsonl');
    const lines = readFileSync(join(crashed.path, name), 'utf8').trimEnd().split('\n');
    for (let kept = 0; kept < lines.length; kept++) {
      using folder = temporaryFolder();
      cpSync(crashed.path, folder.path, { recursive: true });
      writeFileSync(
        join(folder.path, name),
        lines
          .slice(0, kept)
          .map((line) => `${line}\n`)
          .join(''),
      );
      await runSymbolOnce({ folder: folder.path, job, executor: createFakeExecutor({ backtest }) });
      expect(comparableLines(folder.path), `${kept} journal lines kept`).toEqual(unbroken);
    }
  });

  test('a history that the journal left with a hole is noticed, and its sets asked again', async () => {
    // Nearly every batch repeats a set, and what is asked for hangs on how many were told.
    const cramped = aJob({
      parameters: [
        { name: 'fast', type: 'int', min: 1, max: 6 },
        { name: 'slow', type: 'int', min: 1, max: 8 },
      ],
      stages: [aStage('counting', { samples: 30, batch: 7 })],
    });
    const executor = () => createFakeExecutor({ backtest });
    using whole = temporaryFolder();
    await runSymbolOnce({ folder: whole.path, job: cramped, executor: executor() });
    using folder = temporaryFolder();
    const death = new AbortController();
    await runSymbolOnce({
      folder: folder.path,
      job: cramped,
      executor: dyingExecutor({ after: 22, seed: 1, slots: 1 }, death),
      abort: death.signal,
      drain: death.signal,
    });
    const journal = join(folder.path, 'SPY', 'journal.jsonl');
    const [start = '', ...lost] = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(lost.join()).toContain('"t":"duplicates"');
    writeFileSync(journal, `${start}\n`);
    const warnings: string[] = [];
    const resumed = { folder: folder.path, job: cramped, executor: executor(), warnings };
    expect(await runSymbolOnce(resumed)).toMatchObject({ state: 'complete' });
    expect(warnings.join()).toContain('asking again from the start');
    expect(comparableLines(folder.path)).toEqual(comparableLines(whole.path));
  });

  test('a line that cannot be read is named, and its set evaluated again', async () => {
    using folder = temporaryFolder();
    await runSymbolOnce({ folder: folder.path, job, executor: createFakeExecutor({ backtest }) });
    const path = join(folder.path, 'SPY', 'evaluations.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[36] = '{"v":1,"id":"garbage"}';
    writeFileSync(path, lines.join('\n'));
    const warnings: string[] = [];
    const executor = createFakeExecutor({ backtest });
    const { progress } = await runSymbolOnce({ folder: folder.path, job, executor, warnings });
    expect(progress.counts).toMatchObject({ evaluations: 90, rejected_lines: 1 });
    expect(warnings.join()).toContain('evaluations.jsonl line 37 was set aside');
    const search = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.includes('garbage'));
    writeFileSync(path, `${search.join('\n')}\n`);
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });
});
