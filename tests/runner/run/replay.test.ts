import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import type { JournalEntry } from '../../../runner/run/journal.ts';
import { replay } from '../../../runner/run/replay.ts';
import type { StageReplay } from '../../../runner/run/stage-replay.ts';
import { anEvaluation } from '../../fixtures/an-evaluation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const at = '2026-11-21T10:15:30.123Z';
const start: JournalEntry = {
  t: 'stage_start',
  stage: 'ga',
  position: 0,
  sampler: 'genetic',
  first_id: 1,
  at,
};

function evaluation(id: number, batch: number, change = {}) {
  return anEvaluation({ id, batch, stage: 'ga', params: { fast: id }, fitness: id, ...change });
}

function files(lines: readonly ReturnType<typeof evaluation>[], journal: readonly JournalEntry[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'evaluations.jsonl'), lines.map(encodeEvaluation).join(''));
  writeFileSync(
    join(folder.path, 'journal.jsonl'),
    journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  return folder;
}

function fitnesses(stage: StageReplay) {
  return stage.history.map((batch) => batch.map((told) => told.fitness));
}

describe('replay()', () => {
  test('an empty folder has no past', async () => {
    using folder = temporaryFolder();
    const past = await replay(folder.path);
    expect(past.evaluations).toEqual([]);
    expect(past.stage('ga')).toMatchObject({ start: undefined, end: null, history: [] });
  });

  test('the batch of the last line may be cut, all before it are whole', async () => {
    using folder = files([evaluation(2, 0), evaluation(1, 0), evaluation(3, 1)], [start]);
    const stage = (await replay(folder.path)).stage('ga');
    expect(fitnesses(stage)).toEqual([[1, 2]]);
    expect(stage.looseLines.map(({ id }) => id)).toEqual([3]);
  });

  test('a gap makes its batch and all later ones loose', async () => {
    using folder = files(
      [evaluation(1, 0), evaluation(2, 0), evaluation(4, 1), evaluation(5, 2)],
      [start],
    );
    const stage = (await replay(folder.path)).stage('ga');
    expect(fitnesses(stage)).toEqual([]);
    expect(stage.looseLines.map(({ id }) => id)).toEqual([1, 2, 4, 5]);
  });

  test('duplicates stand at their index, answered by the evaluation they repeat', async () => {
    using folder = files(
      [evaluation(1, 0), evaluation(2, 0), evaluation(3, 2)],
      [
        start,
        { t: 'duplicates', stage: 'ga', batch: 0, of: [[1, 1]] },
        {
          t: 'duplicates',
          stage: 'ga',
          batch: 1,
          of: [
            [0, 2],
            [1, 1],
          ],
        },
      ],
    );
    const stage = (await replay(folder.path)).stage('ga');
    expect(fitnesses(stage)).toEqual([
      [1, 1, 2],
      [2, 1],
    ]);
    expect([...stage.journaled]).toEqual([0, 1]);
  });

  test('an ended stage is whole to its last batch', async () => {
    const end: JournalEntry = {
      t: 'stage_end',
      stage: 'ga',
      position: 0,
      reason: 'done',
      last_id: 2,
      batches: 2,
      evaluations: 2,
      duplicates: 0,
      budget: null,
      seconds: 1,
      at,
    };
    using folder = files([evaluation(1, 0), evaluation(2, 1)], [start, end]);
    const stage = (await replay(folder.path)).stage('ga');
    expect(fitnesses(stage)).toEqual([[1], [2]]);
    expect(stage.end?.reason).toBe('done');
  });

  test('a line that stands twice counts once, the first as written', async () => {
    using folder = files(
      [evaluation(1, 0), evaluation(1, 0, { fitness: 9 }), evaluation(2, 1)],
      [start],
    );
    expect((await replay(folder.path)).evaluations.map((line) => line.fitness)).toEqual([1, 2]);
  });

  test('a bad line in the middle is named and passed over', async () => {
    using folder = files([evaluation(1, 0), evaluation(2, 0), evaluation(3, 1)], [start]);
    const path = join(folder.path, 'evaluations.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[1] = `${lines[1]?.slice(0, 20)}\u0000\u0000`;
    writeFileSync(path, lines.join('\n'));
    const past = await replay(folder.path);
    expect(past.evaluations.map((line) => line.id)).toEqual([1, 3]);
    expect(past.rejected).toMatchObject([{ file: 'evaluations.jsonl', line: 2 }]);
    expect(past.stage('ga').history).toEqual([]);
  });

  test('out-of-sample lines take no part in the search', async () => {
    const window = { start: '2020-01-01', end: '2020-12-31' };
    using folder = files([evaluation(1, 0), evaluation(1, 0, { is_oos: true, window })], [start]);
    const past = await replay(folder.path);
    expect(past.evaluations).toHaveLength(1);
    expect(past.outOfSample).toMatchObject([{ id: 1, window }]);
  });

  test('a torn last line is passed over in silence', async () => {
    using folder = files([evaluation(1, 0)], [start]);
    appendFileSync(join(folder.path, 'evaluations.jsonl'), '{"v":1,"id":2,"st');
    const past = await replay(folder.path);
    expect(past.evaluations).toHaveLength(1);
    expect(past.rejected).toEqual([]);
  });
});
