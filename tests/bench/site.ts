import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../e2e/chromium.ts';
import { type DaemonProcess, startDaemonProcess } from '../fixtures/daemon-process.ts';
import { LARGE_DAYS, largeJob } from '../fixtures/large-jobs.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { type RunPageFigures, runPageFigures } from './site-page.ts';
import { runOf } from './site-runs.ts';
import { benchWatchers, type WatchedRates } from './site-watchers.ts';

const root = resolve(import.meta.dirname, '../..');
/** A grid that takes a minute or so. */
const LIVE_DAYS = 742;

const HELP = `The page of a run in Chromium by the size of the run, and what those who watch a live run cost it.

  --sizes <n,…>  evaluations of the runs (1000,100000,1478400): the largest takes minutes to make
  --no-watchers  without the live run, which takes about five minutes
  --json <file>  write all figures there, too
  --help
`;

export interface SiteFigures {
  /** Of the machine, when the bench began and ended. */
  readonly load: readonly [number, number];
  readonly pages: readonly RunPageFigures[];
  readonly watched: WatchedRates | null;
}

/**
 * Times to the first paint and until the page is filled, bytes, the server's memory, what people do
 * on the page; then the rate of a live run by who watches it. All runs are made by the product.
 */
export async function benchSite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '1000,100000,1478400' },
      'no-watchers': { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const executable = findChromium();
  if (executable === null) return console.log('Skipped: no Chromium (set CHROMIUM)');
  const began = loadavg()[0] ?? 0;
  using home = temporaryFolder();
  // The site is built where it is older than its files.
  command(home.path, ['setup']);
  prepare(home.path, LARGE_DAYS, 'prepared');
  const daemon = startDaemonProcess({ home: home.path });
  const browser = await launchChromium(executable);
  try {
    const bench: SiteBench = { home: home.path, daemon, browser, url: await urlOf(daemon) };
    const pages: RunPageFigures[] = [];
    for (const size of values.sizes.split(',').map(Number))
      pages.push(await benchSize(bench, size));
    const watched = values['no-watchers'] ? null : await benchLive(bench);
    const figures: SiteFigures = { load: [began, loadavg()[0] ?? 0], pages, watched };
    console.log(`  load of the machine ${figures.load.map((one) => one.toFixed(1)).join(' → ')}`);
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(figures, null, 2));
  } finally {
    await browser.close();
    await daemon.end('SIGKILL');
  }
}

interface SiteBench {
  readonly home: string;
  readonly daemon: DaemonProcess;
  readonly browser: Browser;
  readonly url: string;
}

async function urlOf(daemon: DaemonProcess): Promise<string> {
  const url = await daemon.ready;
  if (url === null) throw new Error(`Cannot bench the site: ${daemon.said()}`);
  return url;
}

async function benchSize(bench: SiteBench, size: number): Promise<RunPageFigures> {
  drop(bench.home, `${size}.json`, largeJob(size));
  const id = await runOf(bench.url, `${size} sets`, 'complete');
  const place = { url: bench.url, id };
  return await runPageFigures(bench.browser, place, { size, pid: bench.daemon.pid });
}

async function benchLive({ home, url, browser }: SiteBench): Promise<WatchedRates> {
  prepare(home, LIVE_DAYS, 'live');
  const days = { start: '2023-01-02', end: '2025-11-04', data: join(home, 'live') };
  let seed = 0;
  return await benchWatchers(browser, async () => {
    const name = `live ${++seed}`;
    drop(home, `live-${seed}.json`, largeJob(1_478_400, { name, seed, ...days }));
    const id = await runOf(url, name, 'running');
    return { url, id, folder: join(home, 'runs', id, 'GER40') };
  });
}

function drop(home: string, name: string, job: object): void {
  mkdirSync(join(home, 'config'), { recursive: true });
  writeFileSync(join(home, 'config', name), JSON.stringify(job));
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
