import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { median } from '../../runner/domain/median.ts';
import { durationText } from '../../runner/domain/number-text.ts';
import { openColumnsReader } from '../../runner/run/columns-reader.ts';
import { COLUMNS_FILE } from '../../runner/run/symbol-files.ts';

const WATCHERS = 10;
const SETTLE_MS = 1_500;
const WINDOW_MS = 5_000;
const WARM_MS = 8_000;
const ROUNDS = 4;

export interface LiveRun {
  readonly url: string;
  readonly id: string;
  /** The search's folder. */
  readonly folder: string;
}

/** Begins to watch; what it returns ends it. */
type Watch = (browser: Browser, run: LiveRun) => Promise<() => Promise<unknown>>;

const WAYS: Readonly<Record<string, Watch>> = {
  [`${WATCHERS} that read the stream`]: async (_, run) => readStreams(run, WATCHERS),
  '1 page in a browser': (browser, run) => openPages(browser, run, 1),
  [`${WATCHERS} pages in a browser`]: (browser, run) => openPages(browser, run, WATCHERS),
};

/** One way to watch: evaluations a second, and what of those a second nobody would have cost. */
interface WatchedRate {
  readonly way: string;
  readonly rounds: number;
  readonly rate: number;
  readonly costPercent: number;
}

export interface WatchedRates {
  readonly alone: number;
  readonly watched: readonly WatchedRate[];
}

interface Pair {
  readonly watched: number;
  /** The mean of the windows before and after, while nobody watched: a grid is not as fast everywhere. */
  readonly alone: number;
}

/**
 * A live run's rate while it is watched and while it is not, in turn, each way round by round.
 * Browsers draw on the machine that searches: what their pages cost is theirs, not the server's.
 * @param next begins a live run: the first one, and another where one ends before all rounds are over
 */
export async function benchWatchers(
  browser: Browser,
  next: () => Promise<LiveRun>,
): Promise<WatchedRates> {
  const pairs = new Map(Object.keys(WAYS).map((way) => [way, [] as Pair[]]));
  const started = performance.now();
  let run = await warm(next);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [way, watch] of Object.entries(WAYS)) {
      let pair = await pairOf(browser, run, watch);
      while (pair === null) {
        run = await warm(next);
        pair = await pairOf(browser, run, watch);
      }
      pairs.get(way)?.push(pair);
      // At once: whoever ends a long bench early has what was measured until then.
      console.log(`  round ${round}, watched by ${way}: ${rateText(pair)}`);
    }
    const left = ((performance.now() - started) / round) * (ROUNDS - round);
    if (left > 0) console.log(`  round ${round} of ${ROUNDS}, ETA ${durationText(left / 1000)}`);
  }
  return tellWatched(pairs);
}

async function warm(next: () => Promise<LiveRun>): Promise<LiveRun> {
  const run = await next();
  await sleep(WARM_MS);
  return run;
}

/** Null where the run ended meanwhile. */
async function pairOf(browser: Browser, run: LiveRun, watch: Watch): Promise<Pair | null> {
  if (!(await isRunning(run))) return null;
  const before = await rateOf(run);
  const stop = await watch(browser, run);
  await sleep(SETTLE_MS);
  const watched = await rateOf(run);
  await stop();
  await sleep(SETTLE_MS);
  const after = await rateOf(run);
  return (await isRunning(run)) ? { watched, alone: (before + after) / 2 } : null;
}

const costOf = ({ watched, alone }: Pair): number => 100 * (1 - watched / alone);

function rateText(pair: Pair): string {
  const rates = `${Math.round(pair.watched)} evaluations/s, ${Math.round(pair.alone)} unwatched`;
  return `${rates}: ${costOf(pair).toFixed(1)} % less`;
}

function tellWatched(pairs: ReadonlyMap<string, readonly Pair[]>): WatchedRates {
  const all = [...pairs.values()].flat();
  const watched = [...pairs].map(([way, found]): WatchedRate => {
    const rate = median(found.map((pair) => pair.watched));
    return { way, rounds: found.length, rate, costPercent: median(found.map(costOf)) };
  });
  for (const { way, rounds, rate, costPercent } of watched) {
    const cost = `${costPercent.toFixed(1)} % less (median of ${rounds} pairs)`;
    console.log(`  watched by ${way.padEnd(27)} ${Math.round(rate)} evaluations/s, ${cost}`);
  }
  return { alone: median(all.map(({ alone }) => alone)), watched };
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
