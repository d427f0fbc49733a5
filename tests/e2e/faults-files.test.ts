// Small files of a run that were damaged, lost or set back, as crashes, disks and people do it.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import { sweepLeftBehind } from '../../runner/run/atomic-write.ts';
import { openRunStore } from '../../runner/run/run-store.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { comparableLines } from '../fixtures/run-symbol-once.ts';
import { storeRun } from '../fixtures/stored-run.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import {
  checkpointFile,
  goesOn,
  linesFile,
  searches,
  session,
  unbrokenSearch,
} from './broken-search.ts';

describe.each(Object.entries(searches))('a search %s', (_name, job) => {
  let unbroken: string[];
  let figures: SymbolProgress;
  beforeAll(async () => {
    ({ lines: unbroken, figures } = await unbrokenSearch(job));
  });

  const checkpoints: Readonly<Record<string, (path: string) => void>> = {
    corrupt: (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(/\d/, 'x')),
    truncated: (path) => truncateSync(path, readFileSync(path).length >> 1),
    empty: (path) => truncateSync(path, 0),
    'of a newer version': (path) => resign(path, (text) => text.replace('"v":2', '"v":3')),
    'of other lines': (path) => resign(path, (text) => text.replace(/"tail":\d+/, '"tail":1')),
  };

  test.each(Object.entries(checkpoints))(
    'X06 a checkpoint that is %s is left for the lines',
    async (_what, befalls) => {
      using folder = temporaryFolder();
      const { state, progress } = await goesOn({ folder: folder.path, job }, (path) => {
        expect(existsSync(checkpointFile(path))).toBe(true);
        befalls(checkpointFile(path));
      });
      expect(state).toBe('complete');
      expect(progress.counts.evaluations).toBe(figures.counts.evaluations);
      expect(comparableLines(folder.path)).toEqual(unbroken);
    },
  );

  test('X07 a checkpoint newer than its lines, or older, changes nothing', async () => {
    using folder = temporaryFolder();
    await session({ folder: folder.path, job, crashAfter: 12 });
    const early = join(folder.path, 'early.json');
    copyFileSync(checkpointFile(folder.path), early);
    await session({ folder: folder.path, job, crashAfter: 20 });
    using older = temporaryFolder();
    cpSync(folder.path, older.path, { recursive: true });
    copyFileSync(early, checkpointFile(older.path));
    await session({ folder: older.path, job });
    expect(comparableLines(older.path)).toEqual(unbroken);

    const lines = readFileSync(linesFile(folder.path), 'utf8').split('\n');
    for (const kept of [0, 1, Math.floor(lines.length / 2), lines.length - 2]) {
      using newer = temporaryFolder();
      cpSync(folder.path, newer.path, { recursive: true });
      const tail = lines.slice(0, kept).map((line) => `${line}\n`);
      writeFileSync(linesFile(newer.path), tail.join(''));
      await session({ folder: newer.path, job });
      expect(comparableLines(newer.path), `${kept} lines kept`).toEqual(unbroken);
    }
  });

  test('X08 small files that a power cut set back to an earlier content are gone on from', async () => {
    using folder = temporaryFolder();
    await session({ folder: folder.path, job, crashAfter: 9 });
    using earlier = temporaryFolder();
    cpSync(folder.path, earlier.path, { recursive: true });
    await session({ folder: folder.path, job, crashAfter: 17 });
    // A rename whose folder was not on the disk yet: the old file is back, the lines are newer.
    const replaced = readdirSync(join(folder.path, 'SPY')).filter((name) => name.endsWith('.json'));
    expect(replaced).toContain('checkpoint.json');
    for (const name of replaced) {
      const old = join(earlier.path, 'SPY', name);
      if (existsSync(old)) copyFileSync(old, join(folder.path, 'SPY', name));
      else rmSync(join(folder.path, 'SPY', name));
    }
    const { state } = await session({ folder: folder.path, job });
    expect(state).toBe('complete');
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });
});

/** A changed checkpoint whose sum is right: only what it says is wrong. */
function resign(path: string, change: (text: string) => string): void {
  const body = change(readFileSync(path, 'utf8').replace(/,"crc":\d+\}\n$/, '}'));
  const program = 'process.stdout.write(String(require("node:zlib").crc32(process.argv[1])))';
  const crc = execFileSync(process.execPath, ['-e', program, body], { encoding: 'utf8' });
  writeFileSync(path, `${body.slice(0, -1)},"crc":${crc}}\n`);
}

describe('temporary files of a writer that was killed', () => {
  test('X09 are swept when the run goes on: ours, and old ones alone', async () => {
    using folder = temporaryFolder();
    const evaluations = [anEvaluation({ id: 1 })];
    const { store, record, job } = await storeRun(join(folder.path, 'runs'), {
      SPY: { evaluations },
    });
    const run = store.folder(record.id);
    const old = new Date(Date.now() - 3_600_000);
    const left = ['.run.json.0123456789ab.tmp', 'SPY/.checkpoint.json.ba9876543210.tmp'];
    const kept = ['.notes.tmp', 'mine.tmp', 'SPY/.checkpoint.json.tmp'];
    for (const name of [...left, ...kept]) {
      writeFileSync(join(run, name), 'half');
      utimesSync(join(run, name), old, old);
    }
    // Somebody may be at this one just now.
    writeFileSync(join(run, '.run.json.aaaaaaaaaaaa.tmp'), 'half');
    await openRunStore(store.root).replaceJob(record.id, job, { file: 'job.json', text: '{}' });
    for (const name of left) expect(existsSync(join(run, name)), name).toBe(false);
    for (const name of [...kept, '.run.json.aaaaaaaaaaaa.tmp']) {
      expect(existsSync(join(run, name)), name).toBe(true);
    }
    await sweepLeftBehind(join(run, 'no such folder'));
  });
});
