import { execFileSync } from 'node:child_process';
import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDay } from '../../harness/embedded/data/calendar-day.ts';
import {
  factorFilePath,
  mapFilePath,
  minuteFolder,
} from '../../harness/embedded/data/data-paths.ts';
import {
  identityFactorFile,
  identityMapFile,
} from '../../harness/embedded/data/minimal-reference.ts';
import type { BacktestSetup } from '../../runner/domain/executor.ts';
import { embedded } from '../../runner/executors/embedded.ts';
import { childrenOf } from '../../runner/run/memory-used.ts';
import { makeMinutes, minuteSetup, SESSION_MINUTES } from './made-minutes.ts';

const SLOTS = 2;
/** A second chunk finds what the first left behind. */
const CHUNKS = 2;
const SETS = 3;
/** The first days, which all the others repeat. */
const MONTH = ['2019-11-01', '2019-12-01'] as const;

/**
 * What two slots hold of a gigabyte of bars, since both read the same: the peaks of the process that
 * backtests and of the one that watches it, where bars are decoded and where they lie in the cache.
 * Pages of the program's own file count by their share (PSS), since every Node process has the same.
 * A bar is 48 bytes: when it ends, four prices and the volume. `MEMORY_YEARS` years of minute bars.
 */
export async function benchMemory(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leantune-bench-'));
  try {
    const years = Number(process.env['MEMORY_YEARS'] ?? 200);
    const setup = await repeatBars(join(folder, 'data'), years);
    const bytes = columnBytes(setup);
    console.log(`${years} years of minute bars: ${megabytes(bytes)} of columns, ${SLOTS} slots`);
    for (const title of ['decoded', 'from the cache']) {
      const { child, program, held, own } = await peaksOf(setup, join(folder, 'cache'));
      console.log(
        `  ${title.padEnd(16)} peak ${megabytes(child - program)} ` +
          `(${((child - program) / bytes).toFixed(2)} × the columns), ` +
          `${megabytes(held - program)} at the end; ` +
          `${megabytes(program)} more of the program's file, which its processes share; ` +
          `the process beside it ${megabytes(own)}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Bars of every weekday until 2019, of which all but the last weeks' are links to these. */
async function repeatBars(dataFolder: string, years: number): Promise<BacktestSetup> {
  await makeMinutes(dataFolder, ...MONTH);
  const first = Temporal.PlainDate.from(MONTH[0]).subtract({ years });
  const setup = minuteSetup(dataFolder, { start: String(first), end: '2019-11-29' });
  const bars = minuteFolder(setup, setup.symbol);
  const made = (await readdir(bars)).sort();
  let count = 0;
  for (let day = first; Temporal.PlainDate.compare(day, MONTH[0]) < 0; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    const source = made[count++ % made.length] as string;
    const name = source.replace(/^\d+/, String(day).replaceAll('-', ''));
    await link(join(bars, source), join(bars, name));
  }
  const listed = parseDay(String(first));
  await writeFile(mapFilePath(setup, setup.symbol), identityMapFile('spy', listed));
  await writeFile(factorFilePath(setup, setup.symbol), identityFactorFile(listed));
  return setup;
}

/** Read by a process of its own, so that this one holds as little as a runner does. */
function columnBytes(setup: BacktestSetup): number {
  const program = `
    const { loadMarketData } = await import('${moduleUrl('market-data.ts')}');
    const { sharedBytes } = await import('${moduleUrl('sandbox/shared-bytes.ts')}');
    console.log(sharedBytes(loadMarketData(JSON.parse(process.argv[1]))));`;
  const asked = ['--input-type=module', '-e', program, JSON.stringify(setup)];
  return Number(execFileSync(process.execPath, asked, { encoding: 'utf8' }));
}

function moduleUrl(path: string): string {
  return new URL(`../../harness/embedded/${path}`, import.meta.url).href;
}

interface Peaks {
  /** Bytes: the highest of the child process, what it held at last, and the highest of this one. */
  readonly child: number;
  /** Of both: pages of files that other processes have too, less its share of them. */
  readonly program: number;
  readonly held: number;
  readonly own: number;
}

async function peaksOf(setup: BacktestSetup, cacheFolder: string): Promise<Peaks> {
  const context = { options: {}, slots: SLOTS, projectRoot: process.cwd(), timeoutSeconds: 600 };
  await using executor = embedded.create({ ...context, memoryLimitMb: 4_096, cacheFolder });
  await executor.start();
  await executor.prepare(setup);
  const { signal } = new AbortController();
  const chunk = (first: number) =>
    Array.from({ length: SETS }, (_, n) => ({
      id: first + n,
      setup,
      // Days rather than minutes, since orders take memory too.
      params: { fast: SESSION_MINUTES * (5 + first + n), slow: SESSION_MINUTES * (30 + first + n) },
      detail: 'metrics' as const,
    }));
  for (let round = 0; round < CHUNKS; round++) {
    const all = Array.from({ length: SLOTS }, (_, slot) =>
      Array.fromAsync(executor.evaluate(chunk((round * SLOTS + slot) * SETS), signal)),
    );
    const outcomes = (await Promise.all(all)).flat();
    const failed = outcomes.find(({ status }) => status === 'failed');
    if (failed !== undefined) throw new Error(`Cannot measure memory: ${JSON.stringify(failed)}`);
  }
  const memory = await Promise.all(childrenOf('self').map(memoryOf));
  const [largest] = memory.sort((a, b) => b.held - a.held);
  if (largest === undefined) throw new Error('Cannot measure memory: found no child process');
  const { peak: child, held, program } = largest;
  return { child, held, program, own: (await memoryOf('self')).peak };
}

interface Held {
  /** At most, and now; bytes. */
  readonly peak: number;
  readonly held: number;
  /** How much of both are pages of files that belong to other processes too. */
  readonly program: number;
}

async function memoryOf(pid: string): Promise<Held> {
  const [status, sums] = await Promise.all(
    ['status', 'smaps_rollup'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
  );
  const read = (text = '', name = '') =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1_024;
  const program = read(status, 'RssFile') - read(sums, 'Pss_File');
  return { peak: read(status, 'VmHWM'), held: read(status, 'VmRSS'), program };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
