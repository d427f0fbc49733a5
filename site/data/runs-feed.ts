import type { RunSummary as SentSummary } from '../../runner/server/run-summary.ts';
import type { RunSummariesView } from '../../runner/server/views.ts';
import { get } from './api.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { type RunSummary, summariseRun } from './run-summary.ts';
import { sitePath } from './site-path.ts';

export interface RunsSnapshot {
  /** Null until the first answer. */
  readonly runs: ReadonlyMap<string, RunSummary> | null;
  readonly broken: RunSummariesView['broken'];
  readonly connection: ConnectionState;
  readonly problem: string | null;
}

/** Follows all runs. Returns what ends it. */
export function openRunsFeed(onChange: (snapshot: RunsSnapshot) => void): () => void {
  const runs = new Map<string, RunSummary>();
  let notes: RunSummariesView['annotations'] = {};
  let snapshot: RunsSnapshot = { runs: null, broken: [], connection: 'connecting', problem: null };

  function change(part: Partial<RunsSnapshot>): void {
    snapshot = { ...snapshot, ...part };
    onChange(snapshot);
  }

  async function fetchAll(): Promise<void> {
    try {
      const view = await get<RunSummariesView>('/api/run-summaries');
      notes = view.annotations;
      runs.clear();
      for (const sent of view.runs) runs.set(sent.id, summariseRun(sent, notes[sent.id]));
      change({ runs, broken: view.broken, problem: null });
    } catch (error) {
      change({ problem: describe(error) });
    }
  }

  return openEventStream({
    url: sitePath('/api/events', { runs: 'summary' }),
    onOpen: () => void fetchAll(),
    onState: (connection) => {
      change({ connection });
      if (connection === 'lost' && snapshot.runs === null) void fetchAll();
    },
    on: {
      run: (data) => {
        const sent = data as SentSummary;
        runs.set(sent.id, summariseRun(sent, notes[sent.id]));
        if (snapshot.runs !== null) change({ runs });
      },
    },
  });
}
