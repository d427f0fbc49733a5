import type { RunEvent } from '../domain/run-event.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { Feed, Message } from './event-stream.ts';
import type { RunBoard } from './run-board.ts';
import { createSymbolNews, type SymbolNews } from './symbol-news.ts';
import type { LogView, SlotsEvent } from './views.ts';

export interface RunFeedOptions {
  readonly record: RunRecord;
  wake(): void;
  board(record: RunRecord, symbol: SymbolProgress): Promise<RunBoard>;
}

const MOST_LINES = 200;
const PAUSE_MS = 250;
/**
 * Pauses after more evaluations than so many in one hand-over, when nobody can follow each of them:
 * whoever watches a fast search on the same machine takes the time for it from the search.
 */
const LONG_PAUSES = [
  { over: 2_000, ms: 1_000 },
  { over: 200, ms: 500 },
];

/** All that the page of one run is told: `run`, `slots`, `points`, `top`, `best` and `log`. */
export function createRunFeed({ record: first, wake, board }: RunFeedOptions): Omit<
  Feed,
  'close'
> & {
  listen(event: RunEvent): void;
} {
  let record = first;
  let recordChanged = false;
  let lines: LogView['lines'] = [];
  let slots: SlotsEvent | null = null;
  let heard = 0;
  let pause = PAUSE_MS;
  const news = new Map<string, SymbolNews>(
    first.symbols.map((progress) => [progress.symbol, createSymbolNews(progress)]),
  );

  function hear(event: RunEvent): void {
    switch (event.type) {
      case 'record':
        record = event.record;
        recordChanged = true;
        break;
      case 'evaluations':
        heard += event.evaluations.length;
        news.get(event.symbol)?.add(event.evaluations);
        break;
      case 'best':
        news.get(event.symbol)?.bestChanged();
        break;
      case 'slots':
        slots = { count: event.count, busy: event.busy };
        break;
      case 'log': {
        const { at, level, message } = event;
        lines = [...lines, { at, level, message }].slice(-MOST_LINES);
      }
    }
  }

  return {
    listen(event) {
      const id = event.type === 'record' ? event.record.id : event.run;
      if (id !== record.id) return;
      hear(event);
      wake();
    },
    pauseMs: () => pause,
    async take() {
      pause = LONG_PAUSES.find(({ over }) => heard > over)?.ms ?? PAUSE_MS;
      heard = 0;
      const messages: Message[] = recordChanged ? [{ event: 'run', data: record }] : [];
      if (slots !== null) messages.push({ event: 'slots', data: slots });
      slots = null;
      const said = lines.map((data) => ({ event: 'log', data }));
      recordChanged = false;
      lines = [];
      for (const progress of record.symbols) {
        const found = await news
          .get(progress.symbol)
          ?.take(progress, () => board(record, progress));
        messages.push(...(found ?? []));
      }
      return [...messages, ...said];
    },
  };
}
