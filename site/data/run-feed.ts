import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import type {
  AnnotationsView,
  BestView,
  FrontView,
  LogView,
  PointsEvent,
  PointsView,
  SlotsEvent,
} from '../../runner/server/views.ts';
import { api } from './api.ts';
import { decodeEvaluation, decodeRecord } from './decode.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { jobsApi } from './jobs-api.ts';
import { appendPoints } from './points-buffer.ts';
import { sitePath } from './site-path.ts';

export type LogLine = LogView['lines'][number];

/** All that the page of a run knows. A part is replaced, never changed, when it has news. */
export interface RunSnapshot {
  readonly id: string;
  readonly record: RunRecord | null;
  readonly job: Job | null;
  /** Name of the job's file in the run's folder; absent where it is not known. */
  readonly file?: string;
  /** The symbol shown; null until the record is there. */
  readonly symbol: SymbolProgress | null;
  readonly points: PointsView | null;
  readonly top: readonly Evaluation[] | null;
  readonly best: BestView | null;
  /** Where the job names several objectives; null otherwise. */
  readonly front: FrontView | null;
  readonly log: readonly LogLine[] | null;
  /** What people noted; null until it is known. */
  readonly annotations: AnnotationsView | null;
  /** What its slots are at; null while nobody says. */
  readonly slots: SlotsEvent | null;
  readonly connection: ConnectionState;
  /** Why the run cannot be shown. */
  readonly problem: string | null;
}

const MOST_LOG_LINES = 500;
/** The best with its curves is large, and so is a front: while they change, this often is enough. */
const PART_WAIT_MS = 1_500;

/** Chooses by name or by folder name; the first where neither fits. */
export function chooseSymbol(record: RunRecord, wanted: string | null): SymbolProgress | null {
  const { symbols } = record;
  return (
    symbols.find(({ symbol, folder }) => symbol === wanted || folder === wanted) ??
    symbols[0] ??
    null
  );
}

const EMPTY: Omit<RunSnapshot, 'id'> = {
  record: null,
  job: null,
  symbol: null,
  points: null,
  top: null,
  best: null,
  front: null,
  log: null,
  annotations: null,
  slots: null,
  connection: 'connecting',
  problem: null,
};

/** What is shown now and how it changes; every part of the feed writes through this. */
function createSnapshot(id: string, wanted: string | null, onChange: (now: RunSnapshot) => void) {
  let now: RunSnapshot = { id, ...EMPTY };
  function change(part: Partial<RunSnapshot>): void {
    now = { ...now, ...part };
    onChange(now);
  }
  return {
    get: () => now,
    change,
    changeRecord: (record: RunRecord, job: Job | null = now.job) =>
      change({ record, job, symbol: chooseSymbol(record, wanted), problem: null }),
    isShown: (symbol: string) => symbol === now.symbol?.symbol || symbol === now.symbol?.folder,
  };
}

type Shared = ReturnType<typeof createSnapshot>;

/** Asks for all parts at once; each is shown as it comes. */
async function fetchAll(shared: Shared, signal: AbortSignal): Promise<void> {
  const { id } = shared.get();
  try {
    const { record, job, file } = await api.run(id, signal);
    if (file !== undefined) shared.change({ file });
    shared.changeRecord(record, job);
    const symbol = shared.get().symbol?.folder;
    const show = async (part: Promise<Partial<RunSnapshot>>) => shared.change(await part);
    const parts = [
      show(api.log(id, signal).then(({ lines }) => ({ log: lines }))),
      show(jobsApi.annotations(id).then((annotations) => ({ annotations }))),
    ];
    if (symbol !== undefined) {
      parts.push(
        show(api.points(id, symbol, signal).then((points) => ({ points }))),
        show(api.top(id, symbol, signal).then(({ rows }) => ({ top: rows }))),
        show(api.best(id, symbol, signal).then((best) => ({ best }))),
      );
      if (job.objectives) parts.push(show(api.front(id, symbol, signal).then(asFront)));
    }
    await Promise.all(parts);
  } catch (error) {
    if (!signal.aborted) shared.change({ problem: describe(error) });
  }
}

const asFront = (front: FrontView) => ({ front });

/** What each kind of event changes. */
function listeners(shared: Shared, fetchBest: () => void, fetchFront: () => void) {
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
): void {
  const shared = createSnapshot(id, wanted, onChange);
  let fetching = new AbortController();

  function refetch(): void {
    fetching.abort();
    fetching = new AbortController();
    void fetchAll(shared, fetching.signal);
  }

  /** Asks for a part anew, once in a while though its news come often. */
  function seldom(ask: (symbol: string) => Promise<Partial<RunSnapshot>>): () => void {
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

  openEventStream({
    url: sitePath(`/api/runs/${encodeURIComponent(id)}/events`),
    onOpen: refetch,
    onState: (connection) => {
      shared.change({ connection });
      // Without a stream there is still the answer to a plain question, or a reason to show.
      if (connection === 'lost' && shared.get().record === null) refetch();
    },
    on: listeners(
      shared,
      seldom(async (symbol) => ({ best: await api.best(id, symbol, fetching.signal) })),
      seldom((symbol) => api.front(id, symbol, fetching.signal).then(asFront)),
    ),
  });
}
