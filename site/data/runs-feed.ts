import type { RunSummary as SentSummary } from '../../runner/server/run-summary.ts';
import type {
  NotesEvent,
  RunSummariesView,
  StudyEvent,
  SummaryNotes,
} from '../../runner/server/views.ts';
import { get } from './api.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { type RunSummary, summariseRun } from './run-summary.ts';
import { sitePath } from './site-path.ts';
import { slowly } from './slowly.ts';

export interface RunsSnapshot {
  /** Null until the first answer. */
  readonly runs: ReadonlyMap<string, RunSummary> | null;
  readonly broken: RunSummariesView['broken'];
  readonly connection: ConnectionState;
  readonly problem: string | null;
}

/** What is known of all runs, and what each part of it makes of them. */
function createKnownRuns() {
  const runs = new Map<string, RunSummary>();
  const sent = new Map<string, SentSummary>();
  const notes = new Map<string, SummaryNotes>();
  const titles = new Map<string, string>();

  function summarise(id: string): void {
    const own = sent.get(id);
    if (own !== undefined) runs.set(id, summariseRun(own, notes.get(id), titles));
  }

  return {
    runs,
    fill(view: RunSummariesView): void {
      for (const known of [runs, sent, notes, titles]) known.clear();
      for (const [id, own] of Object.entries(view.annotations)) notes.set(id, own);
      for (const [study, title] of Object.entries(view.titles)) titles.set(study, title);
      for (const run of view.runs) sent.set(run.id, run);
      for (const id of sent.keys()) summarise(id);
    },
    setRun(run: SentSummary): void {
      sent.set(run.id, run);
      summarise(run.id);
    },
    setNotes({ run, ...own }: NotesEvent): void {
      notes.set(run, own);
      summarise(run);
    },
    setTitle({ study, title }: StudyEvent): void {
      if (title === null) titles.delete(study);
      else titles.set(study, title);
      for (const run of sent.values()) if (run.study === study) summarise(run.id);
    },
  };
}

/** Follows all runs. Returns what ends it. */
export function openRunsFeed(onChange: (snapshot: RunsSnapshot) => void): () => void {
  const known = createKnownRuns();
  const { runs } = known;
  /** What is told while an answer is on its way, and newer than it; null while none is. */
  let told: (() => void)[] | null = null;
  let asked = 0;
  let snapshot: RunsSnapshot = { runs: null, broken: [], connection: 'connecting', problem: null };

  function change(part: Partial<RunsSnapshot>): void {
    snapshot = { ...snapshot, ...part };
    onChange(snapshot);
  }

  async function fetchAll(): Promise<void> {
    const turn = ++asked;
    told = [];
    try {
      const view = await get<RunSummariesView>('/api/run-summaries');
      if (turn !== asked) return;
      known.fill(view);
      for (const tell of told ?? []) tell();
      told = null;
      change({ runs, broken: view.broken, problem: null });
    } catch (error) {
      change({ problem: describe(error) });
    }
  }

  function hear(tell: () => void): void {
    told?.push(tell);
    tell();
    if (snapshot.runs !== null) change({ runs });
  }

  return openEventStream({
    url: sitePath('/api/events', { runs: 'summary' }),
    onOpen: () => void fetchAll(),
    onState: (connection) => {
      change({ connection });
      if (connection === 'lost' && snapshot.runs === null) void fetchAll();
    },
    on: {
      run: (data) => hear(() => known.setRun(data as SentSummary)),
      annotations: (data) => hear(() => known.setNotes(data as NotesEvent)),
      study: (data) => hear(() => known.setTitle(data as StudyEvent)),
      moved: slowly(fetchAll),
    },
  });
}
