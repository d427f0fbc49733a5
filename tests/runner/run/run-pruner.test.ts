import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROTECTIONS } from '../../../runner/domain/retention.ts';
import type { RunRecord } from '../../../runner/domain/run-record.ts';
import { openCatalog } from '../../../runner/run/catalog.ts';
import { planRetention, type SizedRun } from '../../../runner/run/plan-retention.ts';
import { createRunPruner } from '../../../runner/run/run-pruner.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { openStudyTrash } from '../../../runner/run/study-trash.ts';
import { fc } from '../../fixtures/seeded-fc.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { jobOf, recordOf } from '../cli/recorded-run.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;

/** The index-th newest, as old as it is said. */
function aRun(index: number, days: number, change: Partial<SizedRun> = {}): SizedRun {
  return {
    id: `run-${String(1000 - index)}`,
    ...{ name: 'spy', study: null, state: 'complete', bytes: 100, live: false, protections: [] },
    updated_at: new Date(NOW - days * DAY).toISOString(),
    ...change,
  };
}

const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);

describe('planRetention()', () => {
  const runs = [aRun(0, 1), aRun(1, 50), aRun(2, 100), aRun(3, 200)];

  test('keep alone takes all but the newest', () => {
    const {
      removed,
      kept,
      removed_bytes: bytes,
    } = planRetention(runs, { keep: 3, include: [] }, NOW);
    expect(ids(removed)).toEqual(['run-997']);
    expect(bytes).toBe(100);
    expect(kept[0]?.why).toBe('among the newest 3');
  });

  test('age takes what is older, but not of the newest', () => {
    const old = { older_than_days: 90, include: [] };
    expect(ids(planRetention(runs, old, NOW).removed)).toEqual(['run-998', 'run-997']);
    expect(ids(planRetention(runs, { ...old, keep: 3 }, NOW).removed)).toEqual(['run-997']);
    const unknown = planRetention([aRun(0, 0, { updated_at: '?' })], old, NOW);
    expect(unknown.removed).toEqual([]);
  });

  test('size takes the oldest first and no more than it needs', () => {
    const rule = { max_bytes: 250, include: [] };
    expect(ids(planRetention(runs, rule, NOW).removed)).toEqual(['run-998', 'run-997']);
    const held = [
      ...runs.slice(0, 3),
      aRun(3, 200, { protections: [{ kind: 'noted', why: 'n' }] }),
    ];
    const plan = planRetention(held, rule, NOW);
    expect(ids(plan.removed)).toEqual(['run-999', 'run-998']);
    expect(plan.kept.at(-1)?.why).toBe('n');
  });

  test('never takes what is under way or protected, and accounts for every byte', () => {
    const anyRun = fc.record({
      days: fc.integer({ min: 0, max: 400 }),
      bytes: fc.nat(1_000),
      live: fc.boolean(),
      kinds: fc.subarray([...PROTECTIONS]),
    });
    const anyRule = fc.record({
      keep: fc.option(fc.nat(6), { nil: undefined }),
      older_than_days: fc.option(fc.nat(400), { nil: undefined }),
      max_bytes: fc.option(fc.nat(4_000), { nil: undefined }),
      include: fc.subarray([...PROTECTIONS]),
    });
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 8 }), anyRule, (made, rule) => {
        const all = made.map(({ kinds, days, ...rest }, index) =>
          aRun(index, days, { ...rest, protections: kinds.map((kind) => ({ kind, why: kind })) }),
        );
        const plan = planRetention(all, rule, NOW);
        const gone = new Set(ids(plan.removed));
        expect(ids(plan.kept).length + gone.size).toBe(all.length);
        const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
        expect(plan.kept_bytes + plan.removed_bytes).toBe(total);
        for (const [index, run] of all.entries()) {
          if (!gone.has(run.id)) continue;
          expect(run.live).toBe(false);
          expect(index).toBeGreaterThanOrEqual(rule.keep ?? 0);
          expect(run.protections.every(({ kind }) => rule.include.includes(kind))).toBe(true);
        }
      }),
    );
  });
});

async function makeRuns(root: string, count: number, change: Partial<RunRecord> = {}) {
  const store = openRunStore(root);
  const made: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { id: _, ...record } = recordOf({ state: 'complete', ...change });
    const { id } = await store.create(record, jobOf(), { file: 'a.json', text: '{}' });
    mkdirSync(join(store.folder(id), 'SPX'));
    writeFileSync(join(store.folder(id), 'SPX', 'evaluations.jsonl'), 'x'.repeat(1_000));
    made.push(id);
  }
  return made;
}

async function aPruner(root: string, live: readonly string[] = []) {
  const store = openRunStore(root);
  const catalog = await openCatalog(root);
  const list = async () => {
    const { records, broken } = await store.list();
    return { runs: records, broken };
  };
  const uses = async () => [];
  const isLive = (id: string) => live.includes(id);
  return { catalog, store, pruner: createRunPruner({ store, catalog, list, isLive, uses }) };
}

const by = { via: 'http', address: null } as const;

describe('RunPruner.prune()', () => {
  test('removes the folders, tells the audit and forgets nothing else', async () => {
    using folder = temporaryFolder();
    const [old = '', newer = ''] = await makeRuns(folder.path, 2);
    const { pruner } = await aPruner(folder.path);
    const rule = { keep: 1, include: [] };
    const planned = await pruner.plan(rule);
    expect(existsSync(join(folder.path, old))).toBe(true);
    expect(planned.removed_bytes).toBeGreaterThan(1_000);
    expect(await pruner.prune(rule, by)).toEqual(planned);
    expect(readdirSync(folder.path).filter((name) => /^\d/.test(name))).toEqual([newer]);
    expect(readdirSync(join(folder.path, '.trash'))).toEqual([]);
    const audit = readFileSync(join(folder.path, 'audit.jsonl'), 'utf8');
    expect(audit).toContain(`"action":"remove","subject":"${old}"`);
  });

  test('holds back what is live, of a live study, unfinished, noted or promoted', async () => {
    using folder = temporaryFolder();
    const [plain = '', live = '', noted = '', promoted = ''] = await makeRuns(folder.path, 4);
    const [stopped = ''] = await makeRuns(folder.path, 1, { state: 'stopped' });
    const [one = '', two = ''] = await makeRuns(folder.path, 2, { study: 'spy' });
    const { pruner, catalog } = await aPruner(folder.path, [live, two]);
    await catalog.annotate(noted, { note: 'look at this' });
    await catalog.annotate(promoted, { promoted_at: '2026-11-21T10:00:00Z' });
    const { removed, kept } = await pruner.plan({ keep: 0, include: [] });
    expect(ids(removed)).toEqual([plain]);
    const why = new Map(kept.map((run) => [run.id, run.why]));
    expect(why.get(live)).toBe('it or its study is under way');
    expect(why.get(one)).toBe('it or its study is under way');
    expect(why.get(noted)).toBe('it has a note');
    expect(why.get(promoted)).toBe('its best was promoted');
    expect(why.get(stopped)).toBe('stopped: it can be resumed');
    const all = await pruner.plan({ keep: 0, include: PROTECTIONS });
    expect(ids(all.kept)).toEqual([two, one, live]);
  });

  test('wants a limit, and leaves deleted studies in the trash', async () => {
    using folder = temporaryFolder();
    const runs = await makeRuns(folder.path, 2, { study: 'spy' });
    await openStudyTrash(folder.path).put({ name: 'spy', title: null, runs, notes: null });
    await makeRuns(folder.path, 1);
    const { pruner } = await aPruner(folder.path);
    await expect(pruner.plan({ include: [] })).rejects.toThrow(/found none of them/);
    expect((await pruner.prune({ keep: 0, include: [] }, by)).removed).toHaveLength(1);
    expect(await openStudyTrash(folder.path).list()).toHaveLength(1);
  });

  test('killed at any instant, it leaves whole runs only, and the next one sweeps', async () => {
    using folder = temporaryFolder();
    const made = await makeRuns(folder.path, 30);
    const program = new URL('./pruner-to-kill.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, folder.path], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const audit = join(folder.path, 'audit.jsonl');
    while (child.exitCode === null && !existsSync(audit)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    child.kill('SIGKILL');
    await ended;
    const { records, broken } = await openRunStore(folder.path).list();
    expect(broken).toEqual([]);
    expect(records.length).toBeLessThanOrEqual(made.length);
    for (const { id } of records) {
      expect(existsSync(join(folder.path, id, 'SPX', 'evaluations.jsonl'))).toBe(true);
    }
    const { pruner } = await aPruner(folder.path);
    await pruner.prune({ keep: 0, include: [] }, by);
    expect(readdirSync(join(folder.path, '.trash'))).toEqual([]);
  });
});
