import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { summaryOf } from '../../runner/server/run-summary.ts';
import { encode } from './fixture-answers.ts';
import type { FixtureRun } from './fixture-run.ts';

type Send = (event: string, data: unknown) => void;

interface Watcher {
  readonly run: string | null;
  readonly isShort: boolean;
  readonly send: Send;
  readonly end: () => void;
}

export interface FixtureStreams {
  /** Answers with the events of a run, or of all; news reach it until it leaves. */
  watch(c: Context, run: string | null): Response;
  /** Tells those who watch what a run has come to. */
  tell(run: FixtureRun): void;
  /** Evaluates more of the runs that are running and tells those who watch. */
  advance(count: number): void;
  /** Ends all event streams, as a restart of the server does. */
  drop(): void;
}

/** The event streams of made-up runs. */
export function createStreams(runs: readonly FixtureRun[]): FixtureStreams {
  const watchers = new Set<Watcher>();

  function tell(run: FixtureRun, improved: boolean, before: ReadonlyMap<string, number>): void {
    for (const { run: watched, isShort, send } of watchers) {
      if (watched !== null && watched !== run.id) continue;
      send('run', isShort ? summaryOf(run.record()) : run.record());
      if (watched !== null) tellPoints(run, improved, before, send);
    }
  }

  return {
    watch: (c, run) =>
      streamSSE(c, async (stream) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const watcher: Watcher = {
          run,
          isShort: c.req.query('runs') === 'summary',
          send: (event, data) => void stream.writeSSE({ event, data: encode(data) }),
          end: resolve,
        };
        watchers.add(watcher);
        stream.onAbort(resolve);
        await stream.writeSSE({ event: 'hello', data: '{}' });
        await promise;
        watchers.delete(watcher);
      }),
    tell: (run) => tell(run, true, new Map()),
    advance: (count) => {
      for (const run of runs.filter(({ state }) => state === 'running')) {
        const before = new Map(
          run.symbols.map((symbol) => [symbol, run.points(symbol, 0, 1).total]),
        );
        const improved = run.advance(count);
        if (improved) {
          const line = {
            at: new Date().toISOString(),
            level: 'info',
            message: 'New best',
          } as const;
          run.log.push(line);
          for (const watcher of watchers) if (watcher.run === run.id) watcher.send('log', line);
        }
        tell(run, improved, before);
      }
    },
    drop: () => {
      for (const { end } of watchers) end();
    },
  };
}

function tellPoints(
  run: FixtureRun,
  improved: boolean,
  before: ReadonlyMap<string, number>,
  send: Send,
) {
  for (const [symbol, from] of before) {
    const { total, points, best } = run.points(symbol, from);
    send('points', { symbol, total, points, best });
    if (!improved) continue;
    send('top', { symbol, rows: run.top(symbol, 25) });
    send('best', { symbol });
  }
}
