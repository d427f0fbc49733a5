import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { RunsView } from '../../runner/server/views.ts';
import { api } from './api.ts';
import { decodeRecord } from './decode.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { type RunSummary, summariseRun } from './run-summary.ts';
import { sitePath } from './site-path.ts';

export interface RunsSnapshot {
  /** Null until the first answer. */
  readonly runs: ReadonlyMap<string, RunSummary> | null;
  readonly broken: RunsView['broken'];
  readonly connection: ConnectionState;
  readonly problem: string | null;
}

/** Follows all runs. Returns what ends it. */
export function openRunsFeed(onChange: (snapshot: RunsSnapshot) => void): () => void {
  const runs = new Map<string, RunSummary>();
  let snapshot: RunsSnapshot = { runs: null, broken: [], connection: 'connecting', problem: null };

  function change(part: Partial<RunsSnapshot>): void {
    snapshot = { ...snapshot, ...part };
    onChange(snapshot);
  }

  async function fetchAll(): Promise<void> {
    try {
      const view = await api.runs();
      runs.clear();
      for (const record of view.runs) runs.set(record.id, summariseRun(record));
      change({ runs, broken: view.broken, problem: null });
    } catch (error) {
      change({ problem: describe(error) });
    }
  }

  return openEventStream({
    url: sitePath('/api/events'),
    onOpen: () => void fetchAll(),
    onState: (connection) => {
      change({ connection });
      if (connection === 'lost' && snapshot.runs === null) void fetchAll();
    },
    on: {
      run: (data) => {
        const summary = summariseRun(decodeRecord(data as RunRecord));
        runs.set(summary.id, summary);
        if (snapshot.runs !== null) change({ runs });
      },
    },
  });
}
