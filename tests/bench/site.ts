import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium, launchChromium } from '../e2e/chromium.ts';
import { startDaemonProcess } from '../fixtures/daemon-process.ts';
import { LARGE_DAYS, largeJob } from '../fixtures/large-jobs.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { loadRunPage } from './site-load.ts';
import { benchWatchers } from './site-watchers.ts';

const root = resolve(import.meta.dirname, '../..');
const SIZES = [1_000, 100_000, 1_478_400];
const LOADS = 3;
/** A grid that lasts longer than the watching of it. */
const LIVE_DAYS = 742;

/**
 * The page of a run in Chromium: times to its first paint and until it is filled, bytes, the dearest
 * interaction and the server's memory, by the size of the run; then what those who watch a live run
 * cost its rate. All runs are made by the product itself. `SITE_SIZES` names other sizes.
 */
export async function benchSite(): Promise<void> {
  const executable = findChromium();
  if (executable === null) return console.log('Skipped: no Chromium (set CHROMIUM)');
  using home = temporaryFolder();
  const { SITE_SIZES: named } = process.env;
  const sizes = named === undefined ? SIZES : named.split(',').map(Number);
  // The site is built where it is older than its files.
  command(home.path, ['setup']);
  prepare(home.path, LARGE_DAYS, 'prepared');
  prepare(home.path, LIVE_DAYS, 'live');
  const daemon = startDaemonProcess({ home: home.path });
  const browser = await launchChromium(executable);
  try {
    const url = await daemon.ready;
    if (url === null) throw new Error(`Cannot bench the site: ${daemon.said()}`);
    const drop = (name: string, job: object): void => {
      mkdirSync(join(home.path, 'config'), { recursive: true });
      writeFileSync(join(home.path, 'config', name), JSON.stringify(job));
    };
    for (const size of sizes) {
      drop(`${size}.json`, largeJob(size));
      const id = await runOf(url, `${size} sets`, 'complete');
      const before = residentMb(daemon.pid);
      for (let load = 1; load <= LOADS; load++) {
        const { firstPaint, filled, bytes, largest, interaction } = await loadRunPage(browser, {
          url,
          id,
        });
        const [made, after] = [size.toLocaleString('en'), residentMb(daemon.pid)];
        console.log(
          `  ${made.padStart(9)} evaluations, load ${load}: first paint ${ms(firstPaint)}, filled ${ms(filled)}, ` +
            `${kb(bytes)} in all, ${kb(largest)} at most in one answer; dearest interaction ${ms(interaction)}; ` +
            `server ${before} → ${after} MB`,
        );
      }
    }
    const days = { start: '2023-01-02', end: '2025-11-04', data: join(home.path, 'live') };
    drop('live.json', largeJob(1_478_400, { name: 'live', ...days }));
    const id = await runOf(url, 'live', 'running');
    await benchWatchers(browser, { url, id, folder: join(home.path, 'runs', id, 'GER40') });
  } finally {
    await browser.close();
    await daemon.end('SIGKILL');
  }
}

/** Made-up bars of GER40. */
function prepare(home: string, days: number, folder: string): void {
  const out = folder === 'prepared' ? join(home, 'data', folder) : join(home, folder);
  command(home, ['prepare', '--synthetic', 'GER40', '--days', String(days), '--out', out]);
}

function command(home: string, args: readonly string[]): void {
  const launcher = join(root, 'runner/cli/leantune.mjs');
  const env = { ...process.env, LEANTUNE_HOME: home };
  const { status, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot bench the site: ${stderr}`);
}

/** The id of the run of a name once it is in a state. */
async function runOf(url: string, name: string, state: string): Promise<string> {
  for (;;) {
    const answer = (await (await fetch(`${url}/api/runs`)).json()) as {
      runs: readonly { readonly id: string; readonly name: string; readonly state: string }[];
    };
    const run = answer.runs.find((one) => one.name === name);
    if (run?.state === 'failed') throw new Error(`Cannot bench the site: run ${run.id} failed`);
    if (run?.state === state) return run.id;
    if (run?.state === 'complete') throw new Error(`Cannot bench the site: run ${run.id} is over`);
    await sleep(250);
  }
}

/** Of the server alone: backtests are another process. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const kb = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;
