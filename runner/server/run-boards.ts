import type { RunEvent } from '../domain/run-event.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { RunStore } from '../run/run-store.ts';
import { createRunBoard, MOST_TOP, type RunBoard } from './run-board.ts';

/** Boards of the runs that are being looked at. */
export interface RunBoards {
  /** @throws what the store throws where the files cannot be read */
  of(record: RunRecord, symbol: SymbolProgress): Promise<RunBoard>;
  /** Keeps boards of living runs up to date. */
  listen(event: RunEvent): void;
}

interface Kept {
  readonly board: RunBoard;
  readonly loaded: Promise<void>;
  /** Tells the run's present files from those that were read. */
  readonly version: string;
}

const MOST_BOARDS = 24;
/** Up to so many evaluations are read whole where they make a front, of which the columns say nothing. */
const MOST_WHOLE = 100_000;

export function createRunBoards(
  store: Pick<RunStore, 'evaluations' | 'many'>,
  isLive: (runId: string) => boolean,
): RunBoards {
  /** Least recently used first. */
  const boards = new Map<string, Kept>();

  function load(record: RunRecord, symbol: SymbolProgress, version: string): Kept {
    const board = createRunBoard(symbol.stages.map(({ name }) => name));
    // Events that come while the file is read are added, too; a board takes each id once.
    const loaded = fill(board, store, { run: record.id, folder: symbol.folder });
    return { board, loaded, version };
  }

  return {
    async of(record, symbol) {
      const key = keyOf(record.id, symbol.symbol);
      const version = isLive(record.id) ? 'live' : record.updated_at;
      const found = boards.get(key);
      const kept = found?.version === version ? found : load(record, symbol, version);
      boards.delete(key);
      boards.set(key, kept);
      const [oldest] = boards.keys();
      if (boards.size > MOST_BOARDS && oldest !== undefined) boards.delete(oldest);
      try {
        await kept.loaded;
      } catch (error) {
        if (boards.get(key) === kept) boards.delete(key);
        throw error;
      }
      return kept.board;
    },
    listen(event) {
      if (event.type !== 'evaluations') return;
      boards.get(keyOf(event.run, event.symbol))?.board.add(event.evaluations);
    },
  };
}

/** Of a million evaluations, all but the best are rows of numbers, added a block at a time. */
async function fill(
  board: RunBoard,
  store: Pick<RunStore, 'evaluations' | 'many'>,
  { run, folder }: { run: string; folder: string },
): Promise<void> {
  using many = store.many(run, folder);
  const best = (await many?.best(MOST_TOP)) ?? [];
  const hasFront = best[0]?.objectives !== undefined && (many?.count ?? 0) <= MOST_WHOLE;
  if (many === null || hasFront) {
    board.add(await store.evaluations(run, folder));
    return;
  }
  board.add(best);
  await many.visit(board.addRow);
}

function keyOf(runId: string, symbol: string): string {
  return `${runId}/${symbol}`;
}
