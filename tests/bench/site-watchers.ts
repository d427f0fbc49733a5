import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { median } from '../../runner/domain/median.ts';
import { openColumnsReader } from '../../runner/run/columns-reader.ts';
import { COLUMNS_FILE } from '../../runner/run/symbol-files.ts';

const WATCHERS = 10;
const SETTLE_MS = 1_500;
const WINDOW_MS = 5_000;
const WARM_MS = 8_000;
const ROUNDS = 5;

interface LiveRun {
  readonly url: string;
  readonly id: string;
  /** The search's folder. */
  readonly folder: string;
}

/** Begins to watch; what it returns ends it. */
type Watch = (browser: Browser, run: LiveRun) => Promise<() => Promise<unknown>>;

const MODES: Readonly<Record<string, Watch>> = {
  nobody: async () => async () => {},
  [`${WATCHERS} that read the stream`]: async (_, run) => readStreams(run, WATCHERS),
  '1 page in a browser': (browser, run) => openPages(browser, run, 1),
  [`${WATCHERS} pages in a browser`]: (browser, run) => openPages(browser, run, WATCHERS),
};

/**
 * A live run's rate while it is watched, each way in turn, round by round.
 * Browsers draw on the machine that searches: what their pages cost is theirs, not the server's.
 */
export async function benchWatchers(browser: Browser, run: LiveRun): Promise<void> {
  await sleep(WARM_MS);
  const rates = new Map(Object.keys(MODES).map((name) => [name, [] as number[]]));
  let isLive = true;
  for (let round = 0; round < ROUNDS && isLive; round++) {
    for (const [name, watch] of Object.entries(MODES)) {
      const stop = await watch(browser, run);
      await sleep(SETTLE_MS);
      const rate = await rateOf(run);
      await stop();
      isLive &&= await isRunning(run);
      if (!isLive) break;
      rates.get(name)?.push(rate);
      // At once: whoever ends a long bench early has what was measured until then.
      console.log(`  round ${round + 1}, watched by ${name}: ${Math.round(rate)} evaluations/s`);
    }
  }
  if (!isLive) console.log('  the live run ended before all rounds were over');
  if (rates.get('nobody')?.length === 0) throw new Error('Cannot bench watchers: no round ended');
  const alone = median(rates.get('nobody') ?? []);
  for (const [name, found] of rates) {
    if (found.length === 0) continue;
    const rate = median(found);
    const cost = name === 'nobody' ? '' : `, ${(100 * (1 - rate / alone)).toFixed(1)} % less`;
    console.log(
      `  watched by ${name.padEnd(27)} ${Math.round(rate)} evaluations/s (median of ${found.length})${cost}`,
    );
  }
}

/** A row has its place by its id: the file's size is how far the search is. */
async function rateOf({ folder }: LiveRun): Promise<number> {
  const file = join(folder, COLUMNS_FILE);
  using reader = openColumnsReader(file);
  if (reader === null) throw new Error(`Cannot bench watchers: no ${file}`);
  const [bytes, started] = [statSync(file).size, performance.now()];
  await sleep(WINDOW_MS);
  const rows = (statSync(file).size - bytes) / reader.layout.stride;
  return rows / ((performance.now() - started) / 1000);
}

async function isRunning({ url, id }: LiveRun): Promise<boolean> {
  const answer = await (await fetch(`${url}/api/runs/${id}`)).json();
  return (answer as { record: { state: string } }).record.state === 'running';
}

async function readStreams({ url, id }: LiveRun, count: number): Promise<() => Promise<unknown>> {
  const ending = new AbortController();
  const { signal } = ending;
  const read = async (): Promise<void> => {
    const { body } = await fetch(`${url}/api/runs/${id}/events`, { signal });
    for await (const _ of body ?? []);
  };
  const all = Array.from({ length: count }, () => read().catch(() => {}));
  return () => {
    ending.abort();
    return Promise.all(all);
  };
}

/** Each in a context of its own, so that all of them count as looked at. */
async function openPages(
  browser: Browser,
  { url, id }: LiveRun,
  count: number,
): Promise<() => Promise<unknown>> {
  const contexts = await Promise.all(Array.from({ length: count }, () => browser.newContext()));
  for (const context of contexts) await (await context.newPage()).goto(`${url}/run/?id=${id}`);
  return () => Promise.all(contexts.map((context) => context.close()));
}
