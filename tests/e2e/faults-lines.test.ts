// Lines of a run that were damaged or torn, as crashes, disks and people do it.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  createWriteStream,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import { encodeEvaluation } from '../../runner/run/evaluation-line.ts';
import { anEvaluation } from '../fixtures/an-evaluation.ts';
import { comparableLines } from '../fixtures/run-symbol-once.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { goesOn, linesFile, searches, unbrokenSearch } from './broken-search.ts';

describe.each(Object.entries(searches))('a search %s', (_name, job) => {
  let unbroken: string[];
  let figures: SymbolProgress;
  beforeAll(async () => {
    ({ lines: unbroken, figures } = await unbrokenSearch(job));
  });

  test('X04 garbage in the middle is set aside, named and counted, and its sets evaluated again', async () => {
    using folder = temporaryFolder();
    const warnings: string[] = [];
    const garbage = [Buffer.from('{"v":1,"id":7,\n'), Buffer.from([0xff, 0xfe, 0x80, 10])];
    const { state, progress } = await goesOn({ folder: folder.path, job, warnings }, (path) => {
      const lines = readFileSync(linesFile(path)).toString('latin1').split('\n');
      lines.splice(4, 3, ...garbage.map((bytes) => bytes.toString('latin1').trimEnd()));
      writeFileSync(linesFile(path), lines.join('\n'), 'latin1');
    });
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
      const { state, progress } = await goesOn({ folder: folder.path, job }, (path) =>
        befalls(linesFile(path)),
      );
      expect(state).toBe('complete');
      expect(progress.counts.evaluations).toBe(figures.counts.evaluations);
      const twice = new Set(readable(folder.path));
      expect([...twice]).toEqual(unbroken);
    },
  );

  test('X11 what is infinite or no number comes back as it was', async () => {
    using folder = temporaryFolder();
    await goesOn({ folder: folder.path, job }, () => {});
    const lines = comparableLines(folder.path).map((line) => JSON.parse(line));
    expect(lines.some((line) => line.profit_factor === null)).toBe(true);
    expect(readFileSync(linesFile(folder.path), 'utf8')).toContain('"profit_factor":"Infinity"');
    expect(comparableLines(folder.path)).toEqual(unbroken);
  });
});

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
