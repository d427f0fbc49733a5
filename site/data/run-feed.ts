import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type {
  AnnotationsView,
  MovedEvent,
  PointsEvent,
  SlotsEvent,
} from '../../runner/server/views.ts';
import { api } from './api.ts';
import { decodeEvaluation, decodeRecord } from './decode.ts';
import { openEventStream } from './event-stream.ts';
import { appendPoints } from './points-buffer.ts';
import { fetchParts, fetchRecord } from './run-parts.ts';
import {
  createSnapshot,
  type LogLine,
  type RunParts,
  type RunSnapshot,
  type SharedSnapshot,
} from './run-snapshot.ts';
import { sitePath } from './site-path.ts';

export interface RunFeed {
  /** Asks for everything once more. */
  retry(): void;
}

const MOST_LOG_LINES = 500;
/** The best with its curves is large, and so is a front: while they change, this often is enough. */
const PART_WAIT_MS = 1_500;

/** What each kind of event changes. */
function listeners(shared: SharedSnapshot, fetchBest: () => void, fetchFront: () => void) {
  return {
    run: (data: unknown) => shared.changeRecord(decodeRecord(data as RunRecord)),
    points: (data: unknown) => {
      const event = data as PointsEvent;
      const { points } = shared.get();
      if (points === null || !shared.isShown(event.symbol)) return;
      shared.change({ points: appendPoints(points, event) });
      if (shared.get().front !== null) fetchFront();
    },
    top: (data: unknown) => {
      const { symbol, rows } = data as { symbol: string; rows: readonly Evaluation[] };
      if (shared.isShown(symbol)) shared.change({ top: rows.map(decodeEvaluation) });
    },
    annotations: (data: unknown) => shared.change({ annotations: data as AnnotationsView }),
    slots: (data: unknown) => shared.change({ slots: data as SlotsEvent }),
    best: (data: unknown) => {
      if (shared.isShown((data as { symbol: string }).symbol)) fetchBest();
    },
    moved: (data: unknown) => {
      const { gone: isGone } = data as MovedEvent;
      if (isGone !== shared.get().isGone) shared.change({ isGone });
    },
    log: (data: unknown) => {
      const { log } = shared.get();
      if (log !== null) shared.change({ log: [...log, data as LogLine].slice(-MOST_LOG_LINES) });
    },
  };
}

/** Follows one symbol of one run: fetches everything, then keeps it new by server-sent events. */
export function openRunFeed(
  id: string,
  wanted: string | null,
  onChange: (now: RunSnapshot) => void,
): RunFeed {
  const shared = createSnapshot(id, wanted, onChange);
  let fetching = new AbortController();

  function startFetching(): AbortSignal {
    fetching.abort();
    fetching = new AbortController();
    return fetching.signal;
  }

  async function refetch(): Promise<void> {
    const signal = startFetching();
    // What symbol to ask for is known after the first answer.
    const asked = fetchRecord(shared, signal);
    if (shared.get().record === null && !(await asked)) return;
    await fetchParts(shared, signal);
  }

  /** Asks for a part anew, once in a while though its news come often. */
  function seldom(ask: (symbol: string) => Promise<Partial<RunParts>>): () => void {
    let isDue = false;
    const fetchPart = async (): Promise<void> => {
      isDue = false;
      const symbol = shared.get().symbol?.folder;
      if (symbol === undefined) return;
      // A failure here is mended by the next event or the next connection.
      const found = await ask(symbol).catch(() => null);
      if (found !== null) shared.change(found);
    };
    return () => {
      if (!isDue) window.setTimeout(fetchPart, PART_WAIT_MS);
      isDue = true;
    };
  }

  function connect(): void {
    openEventStream({
      url: sitePath(`/api/runs/${encodeURIComponent(id)}/events`),
      onOpen: () => {
        shared.change({ isGone: false });
        void refetch();
      },
      onMissing: () => shared.change({ isGone: true }),
      onState: (connection) => {
        shared.change({ connection });
        // Without a stream there is still the answer to a plain question, or a reason to show.
        if (connection === 'lost' && shared.get().record === null) void refetch();
      },
      on: listeners(
        shared,
        seldom(async (symbol) => ({
          best: await api.best(id, symbol, fetching.signal, { benchmark: true }),
        })),
        seldom(async (symbol) => ({ front: await api.front(id, symbol, fetching.signal) })),
      ),
    });
  }

  /** The stream of a run that is not there, or is broken, would be asked for again and again. */
  async function begin(): Promise<void> {
    await fetchRecord(shared, startFetching());
    const { isMissing, isBroken } = shared.get();
    if (!isMissing && !isBroken) connect();
  }

  void begin();
  return { retry: () => void (shared.get().isBroken ? begin() : refetch()) };
}
