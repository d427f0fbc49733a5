import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../runner/domain/job.ts';
import { readJournal } from '../../../runner/run/journal.ts';
import { aJob, aStage } from '../../fixtures/a-job.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { climb, draw, keys, parameters, study, studyRunner } from './study-runner.ts';

describe('Runner.submit() of a job that names a study', () => {
  test('goes on under the next numbers and backtests no set twice', async () => {
    using folder = temporaryFolder();
    await using leantune = studyRunner(folder.path);
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
    await using leantune = studyRunner(folder.path);
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
    await using leantune = studyRunner(folder.path, {
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
    await using leantune = studyRunner(folder.path, {
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
    await using leantune = studyRunner(folder.path);
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
    await using leantune = studyRunner(folder.path);
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
    await using leantune = studyRunner(folder.path, {
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
    await using leantune = studyRunner(folder.path);
    await leantune.run(study({}));
    const other = await leantune.run(study({ study: 'other' }));
    expect(other.starts?.['SPY']).toMatchObject({ first_id: 1, known: 0 });
    const none = await leantune.run(study({ study: null }));
    expect(none.starts).toBeUndefined();
    expect((await leantune.lines(none.id))[0]?.id).toBe(1);
  });
});

describe('two slots', () => {
  test('begin a second run as one slot does', async () => {
    const found: string[][] = [];
    for (const slots of [1, 3]) {
      using folder = temporaryFolder();
      await using leantune = studyRunner(folder.path, { seed: slots });
      await leantune.run(study({ slots }));
      const record = await leantune.run(study({ slots, seed: 6 }));
      found.push(keys(await leantune.lines(record.id)));
    }
    expect(found[1]).toEqual(found[0]);
  });
});
