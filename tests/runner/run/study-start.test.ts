import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import type { ParameterSet } from '../../../runner/domain/parameter-set.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { differences, identityOf } from '../../../runner/job/identity.ts';
import { createRunner } from '../../../runner/run/create-runner.ts';
import { readJournal } from '../../../runner/run/journal.ts';
import { openRunStore, type RunStore } from '../../../runner/run/run-store.ts';
import { samplers } from '../../../runner/samplers/index.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { createFakeExecutor, type FakeExecutorOptions } from '../../fixtures/fake-executor.ts';
import { comparableLines } from '../../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { testFitnesses } from '../../fixtures/test-fitness.ts';
import { testSamplers } from '../../fixtures/test-samplers.ts';

const source = { file: 'a-job.json', text: '{"name":"a-job"}' };
const parameters: Job['parameters'] = [
  { name: 'fast', type: 'int', min: 1, max: 12 },
  { name: 'slow', type: 'int', min: 1, max: 15 },
];
const climb = (samples: number) => aStage('climbing', { samples, batch: 5 });
const draw = (samples: number) => aStage('drawing', { samples, batch: 5 });
const study = (change: Partial<Job>): Job =>
  aJob({ study: 's', parameters, rules: [], stages: [climb(30)], verify: false, ...change });

/** Fails for some sets, always the same ones. */
function backtest({ fast, slow }: ParameterSet) {
  const [x, y] = [Number(fast), Number(slow)];
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}`);
  return { net_pnl: -((x - 4) ** 2) - (y - 9) ** 2, trade_count: 10 + x, sharpe_ratio: x };
}

function aRunner(root: string, executor: Partial<FakeExecutorOptions> = {}) {
  const store = openRunStore(join(root, 'runs'));
  const all = { ...testSamplers, grid: samplers.grid };
  const carriedOut: ParameterSet[] = [];
  const fitnesses = {
    ...testFitnesses,
    sharpe: {
      ...testFitnesses.net_profit,
      create: () => (metrics: Readonly<Record<string, number>>) => metrics['sharpe_ratio'] ?? 0,
    },
  } as typeof testFitnesses;
  const runner = createRunner({
    store,
    samplers: all as never,
    fitnesses,
    ensureData: async () => {},
    createExecutor: ({ slots }) =>
      createFakeExecutor({
        backtest,
        slots,
        onBacktest: ({ params, detail }) => {
          if (detail === 'metrics') carriedOut.push(params);
        },
        ...executor,
      }),
    identify: (checked, preparations) => identityOf(checked, preparations, all as never),
    differences: (before, now) => differences(before.identity, now.identity),
    versions: { leantune: 'test' },
  });
  const run = async (job: Job): Promise<RunRecord & { readonly message: string }> => {
    const submission = await runner.submit(job, source);
    if (!('execution' in submission)) throw new Error(submission.message);
    return { ...(await submission.execution.start(() => {})), message: submission.message };
  };
  const lines = (id: string) => store.evaluations(id, 'SPY');
  return {
    store,
    runner,
    run,
    lines,
    carriedOut,
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

const keys = (sets: readonly { readonly params: ParameterSet }[]): string[] =>
  sets.map(({ params }) => `${params['fast']},${params['slow']}`);

describe('Runner.submit() of a job that names a study', () => {
  test('goes on under the next numbers and backtests no set twice', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const first = await leantune.run(study({}));
    const second = await leantune.run(study({ stages: [climb(40)], seed: 7 }));
    const [before, after] = [await leantune.lines(first.id), await leantune.lines(second.id)];
    expect(after.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, nth) => 31 + nth));
    const good = keys(before.filter(({ status }) => status === 'complete'));
    expect(keys(after).filter((key) => good.includes(key))).toEqual([]);
    expect(leantune.carriedOut).toHaveLength(70);
    expect(second.starts?.['SPY']).toMatchObject({
      first_id: 31,
      known: good.length,
      runs: [first.id],
      unused: { unfinished: 30 - good.length, setup: 0, space: 0, judged: 0 },
    });
    expect(second.message).toContain(`with ${good.length} evaluations of study "s" (1 run) known`);
  });

  test('tells samplers what the study has found', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    // All but the best, so that a sampler that knows nothing could hardly start beside it.
    await leantune.run(study({ stages: [aStage('grid', { samples: 100_000 })], parameters }));
    const wider = parameters.map((one) => ({ ...one, max: 40 })) as Job['parameters'];
    const second = await leantune.run(study({ parameters: wider, stages: [climb(10)] }));
    expect(second.starts?.['SPY']?.known).toBeGreaterThan(150);
    const asked = await readJournal(join(leantune.store.folder(second.id), 'SPY/journal.jsonl'));
    const answers = asked.entries.flatMap((entry) => (entry.t === 'duplicates' ? entry.of : []));
    // It climbs around the optimum at once, where the study knows all.
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.every(([, from]) => /^\d{8}_\d{6}\/SPY#\d+$/.test(String(from)))).toBe(true);
    expect(second.symbols[0]?.counts).toMatchObject({ evaluations: 10 });
  });

  test('answers a sampler that asks for the same again from the study, and goes on', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path, {
      backtest: ({ fast, slow }) => ({ net_pnl: Number(fast) * Number(slow) }),
    });
    const first = await leantune.run(study({ stages: [draw(40)] }));
    const more = study({ stages: [draw(40)], resume: 'unfinished' });
    const second = await leantune.run(more);
    const straight = await leantune.run(study({ study: 'other', stages: [draw(80)] }));
    const both = [...(await leantune.lines(first.id)), ...(await leantune.lines(second.id))];
    expect(keys(both)).toEqual(keys(await leantune.lines(straight.id)));
    expect(both.map(({ id }) => id)).toEqual(Array.from({ length: 80 }, (_, nth) => nth + 1));
  });

  test('covers a grid together with an earlier run', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path, {
      backtest: ({ fast, slow }) => ({ net_pnl: Number(fast) * Number(slow) }),
    });
    const first = await leantune.run(study({ stages: [draw(60)] }));
    const second = await leantune.run(study({ stages: [aStage('grid', {})] }));
    const both = [...(await leantune.lines(first.id)), ...(await leantune.lines(second.id))];
    expect(new Set(keys(both)).size).toBe(180);
    expect(both).toHaveLength(180);
  });

  test('leaves out what another space, other data or another fitness makes of no use', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const first = await leantune.run(study({ stages: [draw(50)] }));
    const before = await leantune.lines(first.id);
    const valid = before.filter(({ status }) => status === 'complete');
    const narrow = parameters.map((one) => ({ ...one, max: 8 })) as Job['parameters'];
    const fits = valid.filter(
      ({ params }) => Math.max(Number(params['fast']), Number(params['slow'])) <= 8,
    );
    const second = await leantune.run(study({ parameters: narrow, stages: [climb(5)] }));
    expect(second.starts?.['SPY']).toMatchObject({
      known: fits.length,
      unused: { space: valid.length - fits.length },
    });
    const { backtest: setup } = aJob();
    const third = await leantune.run(
      study({ backtest: { ...setup, cash: 5 }, stages: [climb(5)] }),
    );
    expect(third.starts?.['SPY']).toMatchObject({ known: 0, first_id: 56, unused: { setup: 55 } });
    expect(third.message).toContain('not of use: 55 of another strategy');
  });

  test('judges what another fitness has judged anew, from its metrics', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const first = await leantune.run(study({ stages: [draw(30)] }));
    const fitness = { name: 'sharpe', options: {} };
    const second = await leantune.run(study({ fitness, stages: [climb(5)] }));
    const known = readFileSync(join(leantune.store.folder(second.id), 'SPY/study.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(known.length).toBeGreaterThan(20);
    for (const { params, fitness: value } of known) expect(value).toBe(params.fast);
    expect((await leantune.lines(first.id))[0]?.fitness).toBeLessThan(0.1);
  });

  test('a shared search answers a shared search of the same symbols alone', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path, {
      backtest: ({ fast, slow }) => ({ net_pnl: Number(fast) - Number(slow), trade_count: 9 }),
    });
    const shared = { mode: 'shared', symbols: ['SPY', 'QQQ'] } as const;
    await leantune.run(study({ ...shared, stages: [draw(20)] }));
    const again = await leantune.run(study({ ...shared, stages: [draw(20)], seed: 4 }));
    expect(again.starts?.['shared']).toMatchObject({ first_id: 21, known: 20 });
    const other = await leantune.run(
      study({ ...shared, symbols: ['SPY', 'IWM'], stages: [draw(20)] }),
    );
    expect(other.starts?.['shared']).toMatchObject({
      first_id: 41,
      known: 0,
      unused: { setup: 40 },
    });
    const fitness = { name: 'sharpe', options: {} };
    const judged = await leantune.run(study({ ...shared, fitness, stages: [draw(5)] }));
    // Lines of shared sets hold no metrics of each symbol to judge anew.
    expect(judged.starts?.['shared']).toMatchObject({
      known: 0,
      unused: { judged: 40, setup: 20 },
    });
  });

  test('a run of no study, or of another one, knows nothing', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    await leantune.run(study({}));
    const other = await leantune.run(study({ study: 'other' }));
    expect(other.starts?.['SPY']).toMatchObject({ first_id: 1, known: 0 });
    const none = await leantune.run(study({ study: null }));
    expect(none.starts).toBeUndefined();
    expect((await leantune.lines(none.id))[0]?.id).toBe(1);
  });

  test('a larger budget goes on in the same run, or in a new one where others went on from it', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const first = await leantune.run(study({ stages: [climb(20)] }));
    const larger = await leantune.run(study({ stages: [climb(30)] }));
    expect(larger.id).toBe(first.id);
    const other = await leantune.run(study({ stages: [draw(10)] }));
    expect(other.starts?.['SPY']?.first_id).toBe(31);
    const largest = study({ stages: [climb(45)] });
    const third = await leantune.run(largest);
    expect(third.message).toContain(`is new, since others went on from run ${first.id}, with`);
    // Of the 45 that the job may make, 30 are made.
    expect(third).toMatchObject({
      planned_evaluations: 15,
      symbols: [{ counts: { evaluations: 15 } }],
    });
    expect((await leantune.lines(third.id)).map(({ id }) => id)).toEqual(
      Array.from({ length: 15 }, (_, nth) => 41 + nth),
    );
    expect((await leantune.runner.submit(largest, source)).kind).toBe('complete');
    expect((await leantune.store.list()).records).toHaveLength(3);
    const [a, b, c] = await Promise.all([first, other, third].map(({ id }) => leantune.lines(id)));
    const good = [a, b, c].flatMap((lines = []) =>
      keys(lines.filter(({ status }) => status === 'complete')),
    );
    expect(new Set(good).size).toBe(good.length);
  });

  test('keeps numbers free for a run that may go on', async () => {
    using folder = temporaryFolder();
    const stop = new AbortController();
    await using leantune = aRunner(folder.path, { onBacktest: () => stop.signal.throwIfAborted() });
    const submission = await leantune.runner.submit(study({}), source);
    if (!('execution' in submission)) throw new Error(submission.message);
    submission.execution.drain('enough');
    await submission.execution.start(() => {});
    const second = await leantune.run(study({ seed: 9 }));
    expect(second.starts?.['SPY']?.first_id).toBe(31);
  });
});

describe('Runner.submit() with resume "unfinished"', () => {
  test('takes a run up that is not complete, and leaves a complete one', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    const job = study({ resume: 'unfinished' });
    const cut = await leantune.runner.submit(job, source);
    if (!('execution' in cut)) throw new Error(cut.message);
    cut.execution.drain('enough');
    await cut.execution.start(() => {});
    expect((await leantune.run(job)).id).toBe(cut.record.id);
    expect((await leantune.run(job)).id).not.toBe(cut.record.id);
    expect((await leantune.store.list()).records).toHaveLength(2);
  });
});

/** The study's other runs change, and go; what can be made again is lost. */
async function harm(store: RunStore, own: string, crash: number): Promise<void> {
  const earlier = (await store.list()).records.at(-1)?.id ?? '';
  const lines = join(store.folder(earlier), 'SPY/evaluations.jsonl');
  if (crash === 3) appendFileSync(lines, '{}\n');
  if (crash === 9) rmSync(store.folder(earlier), { recursive: true, maxRetries: 5 });
  if (crash === 17) rmSync(join(store.folder(own), 'SPY/columns.bin'));
}

describe('a run that went on from its study', () => {
  test.each(['climbing', 'drawing', 'grid'])(
    'resumes as if unbroken, whatever becomes of the runs before it: %s',
    async (sampler) => {
      using unbroken = temporaryFolder();
      using broken = temporaryFolder();
      const stages = [
        aStage(sampler, sampler === 'grid' ? {} : { samples: 30, batch: 4 }),
        ...(sampler === 'grid' ? [] : [aStage('climbing', { samples: 15, batch: 3 }, 'refine')]),
      ];
      const first = study({ stages: [climb(40)] });
      const second = study({ stages, seed: 5 });
      let straight: RunRecord;
      {
        await using leantune = aRunner(unbroken.path);
        await leantune.run(first);
        cpSync(unbroken.path, broken.path, { recursive: true });
        straight = await leantune.run(second);
      }
      let record: RunRecord | undefined;
      for (const crash of [3, 9, 17, 10_000]) {
        const seed = crash;
        let left = crash;
        let execution: { abort(reason: string): void } | undefined;
        await using leantune = aRunner(broken.path, {
          seed,
          onBacktest: () => {
            if (--left <= 0) execution?.abort('crash');
          },
        });
        const submission = await leantune.runner.submit(second, source);
        if (!('execution' in submission)) throw new Error(submission.message);
        execution = submission.execution;
        record = await submission.execution.start(() => {});
        await harm(leantune.store, record.id, crash);
      }
      const folders = [
        join(unbroken.path, 'runs', straight.id),
        join(broken.path, 'runs', record?.id ?? ''),
      ] as const;
      expect(record?.state).toBe('complete');
      expect(comparableLines(folders[1])).toEqual(comparableLines(folders[0]));
      expect(record?.symbols[0]?.counts).toEqual(straight.symbols[0]?.counts);
    },
  );

  test('does not go on where it lost what it began with', async () => {
    using folder = temporaryFolder();
    await using leantune = aRunner(folder.path);
    await leantune.run(study({}));
    const cut = await leantune.runner.submit(study({ seed: 8 }), source);
    if (!('execution' in cut)) throw new Error(cut.message);
    cut.execution.drain('enough');
    await cut.execution.start(() => {});
    writeFileSync(join(leantune.store.folder(cut.record.id), 'SPY/study.jsonl'), '{"torn');
    const record = await leantune.run(study({ seed: 8 }));
    expect(record).toMatchObject({ id: cut.record.id, state: 'failed' });
    expect(record.reason).toMatch(
      /wanted \d+ evaluations of the study in ".*study.jsonl", found 0/,
    );
  });
});

test('an asynchronous stage backtests none of the study again, and goes on after a crash', async () => {
  using folder = temporaryFolder();
  let left = 60;
  let execution: { abort(reason: string): void } | undefined;
  await using leantune = aRunner(folder.path, {
    onBacktest: () => {
      if (--left <= 0) execution?.abort('crash');
    },
  });
  const first = await leantune.run(study({ stages: [climb(40)] }));
  const second = study({ stages: [{ ...climb(40), async: true }], seed: 3 });
  const cut = await leantune.runner.submit(second, source);
  if (!('execution' in cut)) throw new Error(cut.message);
  execution = cut.execution;
  expect((await cut.execution.start(() => {})).state).toBe('stopped');
  left = 10_000;
  const record = await leantune.run(second);
  expect(record).toMatchObject({ id: cut.record.id, state: 'complete' });
  const [before, after] = [await leantune.lines(first.id), await leantune.lines(record.id)];
  expect(after.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, nth) => 41 + nth));
  const good = keys(before.filter(({ status }) => status === 'complete'));
  expect(keys(after).filter((key) => good.includes(key))).toEqual([]);
  expect(new Set(keys(after)).size).toBe(40);
});

describe('two slots', () => {
  test('begin a second run as one slot does', async () => {
    const found: string[][] = [];
    for (const slots of [1, 3]) {
      using folder = temporaryFolder();
      await using leantune = aRunner(folder.path, { seed: slots });
      await leantune.run(study({ slots }));
      const record = await leantune.run(study({ slots, seed: 6 }));
      found.push(keys(await leantune.lines(record.id)));
    }
    expect(found[1]).toEqual(found[0]);
  });
});
