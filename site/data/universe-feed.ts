import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import type { BestView, MovedEvent } from '../../runner/server/views.ts';
import { ApiError, api } from './api.ts';
import { decodeRecord } from './decode.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { createQueue } from './queue.ts';
import { chooseSearch } from './search-choice.ts';
import { sitePath } from './site-path.ts';

/** All that the page of a universe knows. A part is replaced, never changed. */
export interface UniverseSnapshot {
  readonly record: RunRecord | null;
  readonly job: Job | null;
  /** The bests that were asked for, by symbol. */
  readonly bests: ReadonlyMap<string, BestView>;
  readonly connection: ConnectionState;
  /** Why the run cannot be shown. */
  readonly problem: string | null;
}

export interface UniverseFeed {
  /** Asks for a symbol's best with its curves, and again whenever it changes. */
  want(symbol: string): void;
}

/** A small chart has room for no more. */
const MOST_POINTS = 400;
/** How often a living run's best is asked for. */
const BEST_WAIT_MS = 2_000;

/** Keeps the bests of those symbols that somebody looks at. */
function createBests(id: string, get: () => UniverseSnapshot, change: Change) {
  const queue = createQueue(4);
  const wanted = new Set<string>();
  const due = new Set<string>();

  function ask(symbol: string): void {
    queue(async () => {
      const { record, job } = get();
      const choice = record && job && chooseSearch(record, job, symbol);
      if (!choice?.progress.best) return;
      const { of, progress } = choice;
      // Without an answer a curve is missing, or older; the next event asks again.
      const best = await api
        .best(id, progress.folder, undefined, { of, max: MOST_POINTS })
        .catch(() => null);
      if (best !== null) change({ bests: new Map(get().bests).set(symbol, best) });
    });
  }

  return {
    want(symbol: string): void {
      if (wanted.has(symbol)) return;
      wanted.add(symbol);
      ask(symbol);
    },
    refresh(): void {
      for (const symbol of wanted) ask(symbol);
    },
    /** @param search name of the search whose best has changed */
    later(search: string): void {
      const shared = get().job?.mode === 'shared';
      for (const symbol of shared ? wanted : [search]) {
        if (!wanted.has(symbol) || due.has(symbol)) continue;
        due.add(symbol);
        window.setTimeout(() => {
          due.delete(symbol);
          ask(symbol);
        }, BEST_WAIT_MS);
      }
    },
  };
}

const GONE = 'This run was deleted. What stands here is what it was.';

type Change = (part: Partial<UniverseSnapshot>) => void;

/** Follows all symbols of one run. */
export function openUniverseFeed(
  id: string,
  onChange: (now: UniverseSnapshot) => void,
): UniverseFeed {
  let now: UniverseSnapshot = {
    record: null,
    job: null,
    bests: new Map(),
    connection: 'connecting',
    problem: null,
  };
  const change: Change = (part) => {
    now = { ...now, ...part };
    onChange(now);
  };
  const bests = createBests(id, () => now, change);

  /** @returns whether there may be such a run */
  async function fetchRun(): Promise<boolean> {
    try {
      const { record, job } = await api.run(id);
      change({ record, job, problem: null });
      bests.refresh();
      return true;
    } catch (error) {
      change({ problem: describe(error) });
      return !(error instanceof ApiError && error.status === 404);
    }
  }

  function connect(): void {
    openEventStream({
      url: sitePath(`/api/runs/${encodeURIComponent(id)}/events`),
      onOpen: () => void fetchRun(),
      onMissing: () => change({ problem: GONE }),
      onState: (connection) => {
        change({ connection });
        if (connection === 'lost' && now.record === null) void fetchRun();
      },
      on: {
        run: (data) => change({ record: decodeRecord(data as RunRecord) }),
        moved: (data) => {
          if ((data as MovedEvent).gone) change({ problem: GONE });
          else if (now.problem === GONE) void fetchRun();
        },
        best: (data) => bests.later((data as Pick<SymbolProgress, 'symbol'>).symbol),
      },
    });
  }

  // The stream of a run that is not there would be asked for again and again.
  void fetchRun().then((mayBe) => {
    if (mayBe) connect();
  });
  return { want: bests.want };
}
