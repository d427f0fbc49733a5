import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../runner/cli/program.ts';
import type { Services } from '../../../runner/cli/services.ts';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import { openRunStore } from '../../../runner/run/run-store.ts';
import { evaluation, jobOf, progressOf, recordingScreen, recordOf } from './recorded-run.ts';

let home: string;
let first: string;
let second: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'leantune-study-'));
  [first, second] = [await makeRun('spy', 1, 1.5), await makeRun('spy', 4, 2.25)];
  await makeRun('qqq', 1, 2);
});
afterEach(() => rm(home, { recursive: true, maxRetries: 5 }));

/** Three evaluations from a number on, the last of them the best. */
async function makeRun(study: string, firstId: number, fitness: number): Promise<string> {
  const store = openRunStore(join(home, 'runs'));
  const lines = [0, 1, 2].map((nth) =>
    evaluation({
      id: firstId + nth,
      fitness: nth === 2 ? fitness : -nth,
      params: { fast: firstId + nth, slow: 90 },
    }),
  );
  const best = lines[2] ?? null;
  const counts = { evaluations: 3, complete: 3, invalid: 0, failed: 0, pruned: 0 };
  const progress = {
    ...progressOf(),
    ...{ symbol: 'SPX', folder: 'SPX', best },
    counts: { ...counts, duplicates: 0, rejected_lines: 0 },
    curve: [[firstId + 2, fitness]] as const,
  };
  const unused = { setup: 0, space: 0, judged: 0, unfinished: 0 };
  const start = { setup: 'a', judged: 'b', first_id: firstId, known: 0, runs: [], unused };
  const { id: _, ...record } = recordOf({
    state: 'complete',
    study,
    symbols: [progress],
    starts: { SPX: start },
  });
  const job = { ...jobOf(), study };
  const { id } = await store.create(record, job, { file: 'a.json', text: '{}' });
  await mkdir(join(store.folder(id), 'SPX'), { recursive: true });
  const text = lines.map(encodeEvaluation).join('');
  await writeFile(join(store.folder(id), 'SPX', 'evaluations.jsonl'), text);
  return id;
}

async function study(...args: string[]) {
  const [out, err] = [recordingScreen(), recordingScreen()];
  const runner = { [Symbol.asyncDispose]: async () => {} };
  const store = openRunStore(join(home, 'runs'));
  const services = { store, home, version: '1', runner } as unknown as Services;
  const code = await runProgram(services, ['study', ...args], { out, err });
  return { code, out: out.text(), err: err.text() };
}

describe('leantune study', () => {
  test('list and show merge the runs', async () => {
    expect((await study('list')).out).toMatch(
      /^study +runs.*\nspy +2 +complete +2.25 +6 .*\nqqq +1 /,
    );
    const { out } = await study('show', 'spy');
    expect(out).toContain(`Best of SPX (evaluation 6 of run ${second})`);
    expect(out).toContain('fitness  2.25 after 6 evaluations');
    expect(out).toMatch(new RegExp(`${first} .* 1 to 3 .*\\n${second} .* 4 to 6 `));
    const shown = JSON.parse((await study('show', 'spy', '--json')).out);
    expect(shown.courses[0]).toMatchObject({
      total: 6,
      best: [
        [3, 1.5],
        [6, 2.25],
      ],
    });
    expect(JSON.parse((await study('list', '--json')).out).studies).toHaveLength(2);
  });

  test('compare names the better one and what differs', async () => {
    const { out } = await study('compare', 'spy', 'qqq');
    expect(out).toMatch(/best +2.25 +2 +-0.25/);
    expect(out).toMatch(/fast +6 +3 +differs/);
    expect(out).toMatch(/slow +90 +90\n/);
  });

  test('export writes all evaluations of all runs', async () => {
    const { out } = await study('export', 'spy', '--format', 'jsonl');
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ run, id }) => [run, id])).toEqual([
      ...[1, 2, 3].map((id) => [first, id]),
      ...[4, 5, 6].map((id) => [second, id]),
    ]);
    const file = join(home, 'all.csv');
    expect((await study('export', 'spy', '-o', file)).code).toBe(0);
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(7);
  });

  test('rename, tag, note and archive are kept, and told to the audit', async () => {
    await study('rename', 'spy', 'Spyder');
    await study('tag', 'Spyder', 'a', 'b', 'a');
    await study('note', 'Spyder', '# Learned');
    expect((await study('archive', 'Spyder')).out).toContain('is archived');
    expect((await study('list')).out).not.toContain('Spyder');
    expect((await study('list', '--all')).out).toContain('archived');
    const { out } = await study('show', 'spy');
    expect(out).toMatch(/^Spyder\n +named in jobs +spy\n/);
    expect(out).toContain('a, b');
    expect(out).toContain('# Learned');
    const audit = await readFile(join(home, 'runs', 'audit.jsonl'), 'utf8');
    expect(audit).toContain('"action":"archive study","subject":"Spyder"');
  });

  test('delete can be undone until the trash is emptied', async () => {
    const { out } = await study('delete', 'spy');
    expect(out).toContain('with 2 runs is in the trash');
    expect((await study('show', 'spy')).code).toBe(2);
    expect((await study('trash')).out).toMatch(/spy +2/);
    await study('undelete', 'spy');
    expect((await study('show', 'spy')).code).toBe(0);
    await study('delete', 'spy');
    expect((await study('empty-trash', '--older-than', '1')).out).toBe('Nothing to remove.\n');
    expect((await study('empty-trash')).out).toContain('"spy"');
    expect((await study('undelete', 'spy')).code).toBe(2);
  });

  test('a wrong name says which there are', async () => {
    const { code, err } = await study('show', 'spi');
    expect(code).toBe(2);
    expect(err).toContain('found spy?');
  });
});
