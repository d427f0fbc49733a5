// Files of a run that were damaged, torn, lost or set back, as crashes, disks and people do it.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  createWriteStream,
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
import type { ParameterSet } from '../../runner/domain/parameter-set.ts';
import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import { sweepLeftBehind } from '../../runner/run/atomic-write.ts';
import { encodeEvaluation } from '../../runner/run/evaluation-line.ts';
import { openRunStore } from '../../runner/run/run-store.ts';
import { aJob, aStage } from '../fixtures/a-job.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { createFakeExecutor } from '../fixtures/fake-executor.ts';
import { comparableLines, runSymbolOnce } from '../fixtures/run-symbol-once.ts';
import { storeRun } from '../fixtures/stored-run.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const searches = {
  'of samplers that learn': aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: 12 },
      { name: 'slow', type: 'int', min: 1, max: 15 },
    ],
    rules: [],
    stages: [
      aStage('drawing', { samples: 20, batch: 7 }),
      aStage('climbing', { samples: 20, batch: 5 }),
    ],
  }),
  'of a grid': aJob({
    parameters: [
      { name: 'fast', type: 'int', min: 1, max: 10 },
      { name: 'slow', type: 'int', min: 1, max: 13 },
    ],
    rules: [],
    stages: [aStage('grid', { shuffle: true })],
  }),
};

/** Fails for some sets, and earns what has no end for others. */
function backtest({ fast, slow }: ParameterSet) {
  const [x, y] = [Number(fast), Number(slow)];
  if ((x * y) % 11 === 5) throw new Error(`no backtest for ${x}, ${y}: ä🚀`);
  return {
    net_pnl: -((x - 4) ** 2) - (y - 9) ** 2,
    trade_count: 10 + x,
    profit_factor: x === 4 ? Number.POSITIVE_INFINITY : 1 + x / y,
  };
}

interface Session {
  readonly folder: string;
  readonly job: (typeof searches)[keyof typeof searches];
  /** The process is gone with this backtest. */
  readonly crashAfter?: number;
  readonly warnings?: string[];
}

async function session({ folder, job, crashAfter, warnings = [] }: Session) {
  const crash = new AbortController();
  let made = 0;
  const onBacktest = () => {
    if (++made === crashAfter) crash.abort(new Error('crash'));
  };
  const executor = createFakeExecutor({ backtest, slots: 2, onBacktest });
  const { signal } = crash;
  return await runSymbolOnce({ folder, job, executor, abort: signal, drain: signal, warnings });
}

const linesFile = (folder: string) => join(folder, 'SPY', 'evaluations.jsonl');
const checkpointFile = (folder: string) => join(folder, 'SPY', 'checkpoint.json');

/** Every search line that can be read, by id: damaged ones stay in the file. */
function readable(folder: string): string[] {
  using copy = temporaryFolder();
  cpSync(folder, copy.path, { recursive: true });
  const whole = readFileSync(linesFile(folder)).toString('latin1').split(/\r?\n/).filter(isWhole);
  writeFileSync(linesFile(copy.path), whole.map((line) => `${line}\n`).join(''), 'latin1');
  return comparableLines(copy.path);
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line).id === 'number';
  } catch {
    return false;
  }
}

describe.each(Object.entries(searches))('a search %s', (_name, job) => {
  let unbroken: string[];
  let figures: SymbolProgress;

  beforeAll(async () => {
    using folder = temporaryFolder();
    const { progress } = await session({ folder: folder.path, job });
    unbroken = comparableLines(folder.path);
    figures = progress;
  });

  /** Crashes half way, lets something befall the files, and goes on to the end. */
  async function goesOn(folder: string, befalls: (folder: string) => void, warnings?: string[]) {
    await session({ folder, job, crashAfter: 31 });
    befalls(folder);
    return await session({ folder, job, ...(warnings && { warnings }) });
  }

  test('X04 garbage in the middle is set aside, named and counted, and its sets evaluated again', async () => {
    using folder = temporaryFolder();
    const warnings: string[] = [];
    const garbage = [Buffer.from('{"v":1,"id":7,\n'), Buffer.from([0xff, 0xfe, 0x80, 10])];
    const { state, progress } = await goesOn(
      folder.path,
      (path) => {
        const lines = readFileSync(linesFile(path)).toString('latin1').split('\n');
        lines.splice(4, 3, ...garbage.map((bytes) => bytes.toString('latin1').trimEnd()));
        writeFileSync(linesFile(path), lines.join('\n'), 'latin1');
      },
      warnings,
    );
    expect(state).toBe('complete');
    expect(progress.counts).toMatchObject({
      evaluations: figures.counts.evaluations,
      rejected_lines: 2,
    });
    expect(warnings.filter((text) => text.includes('was set aside'))).toHaveLength(2);
    expect(readable(folder.path)).toEqual(unbroken);
  });

  const tails: Readonly<Record<string, (path: string) => void>> = {
    'half a character': (path) => {
      const bytes = readFileSync(path);
      const rocket = bytes.lastIndexOf(Buffer.from('🚀'));
      truncateSync(path, rocket > 0 ? rocket + 2 : bytes.length - 3);
    },
    'zeros where a power cut left blocks unwritten': (path) =>
      appendFileSync(path, Buffer.alloc(70_000)),
    'zeros over its last line': (path) => {
      const bytes = readFileSync(path);
      bytes.fill(0, bytes.lastIndexOf(10, bytes.length - 2) + 1);
      writeFileSync(path, bytes);
    },
    'line ends of another system': (path) =>
      writeFileSync(path, readFileSync(path, 'latin1').replaceAll('\n', '\r\n'), 'latin1'),
    'nothing at all': (path) => truncateSync(path, 0),
    'empty lines and blanks': (path) => appendFileSync(path, '\n\n   \n'),
    'its last line twice': (path) => {
      const lines = readFileSync(path, 'latin1').trimEnd().split('\n');
      appendFileSync(path, `${lines.at(-1)}\n`, 'latin1');
    },
  };

  test.each(Object.entries(tails))(
    'X05 with %s in it ends as one never broken',
    async (_what, befalls) => {
      using folder = temporaryFolder();
      const { state, progress } = await goesOn(folder.path, (path) => befalls(linesFile(path)));
      expect(state).toBe('complete');
      expect(progress.counts.evaluations).toBe(figures.counts.evaluations);
      const twice = new Set(readable(folder.path));
      expect([...twice]).toEqual(unbroken);
    },
  );

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
      const { state, progress } = await goesOn(folder.path, (path) => {
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

  test('X11 what is infinite or no number comes back as it was', async () => {
    using folder = temporaryFolder();
    await goesOn(folder.path, () => {});
    const lines = comparableLines(folder.path).map((line) => JSON.parse(line));
    expect(lines.some((line) => line.profit_factor === null)).toBe(true);
    expect(readFileSync(linesFile(folder.path), 'utf8')).toContain('"profit_factor":"Infinity"');
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

describe('a search of 200 MB', () => {
  test('X05 is read back line by line in a heap of 100 MB', async () => {
    using folder = temporaryFolder();
    const out = createWriteStream(join(folder.path, 'evaluations.jsonl'));
    const note = 'x'.repeat(600);
    let lines = 0;
    while (out.bytesWritten < 200 * 1024 * 1024) {
      const block = Array.from({ length: 1_000 }, () => {
        lines++;
        const params = { fast: (lines - 1) % 1_000, slow: Math.floor((lines - 1) / 1_000) };
        return encodeEvaluation(anEvaluation({ id: lines, stage: 'grid', params, error: note }));
      });
      if (!out.write(block.join(''))) await once(out, 'drain');
    }
    out.end();
    await once(out, 'close');
    const program = new URL('./read-back.ts', import.meta.url).pathname;
    const read = execFileSync(
      process.execPath,
      ['--max-old-space-size=100', program, folder.path],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(read)).toEqual({ evaluations: lines, rejected: 0 });
  });
});

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
