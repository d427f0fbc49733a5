import type { RunRecord } from '../../runner/domain/run-record.ts';
import { api } from './api.ts';
import { type ComparedRun, emptyRun, isSameSearch, isThinned, withRecord } from './compared-run.ts';
import { decodeRecord, numbersBefore } from './decode.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { createQueue } from './queue.ts';
import type { SearchChoice } from './search-choice.ts';
import { sitePath } from './site-path.ts';

/** A curve on a screen has no use for more. */
const MOST_EQUITY_POINTS = 3_000;
/** How often the curves of a living run's best are asked for. */
const BEST_WAIT_MS = 3_000;

export interface CompareFeed {
  /** Shows this symbol of every run; null: the best of each. */
  choose(symbol: string | null): void;
  /** Asks for the times of improvements, which cost the server a look at every evaluation. */
  wantPace(): void;
}

export interface CompareFeedOptions {
  readonly ids: readonly string[];
  readonly symbol: string | null;
  readonly onChange: (runs: readonly ComparedRun[]) => void;
  readonly onConnection: (state: ConnectionState) => void;
}

type Runs = ReturnType<typeof createRuns>;

function createRuns({ ids, onChange }: CompareFeedOptions) {
  const runs = new Map(ids.map((id, position) => [id, emptyRun(id, position)]));
  return {
    all: () => [...runs.values()],
    get: (id: string) => runs.get(id),
    change(id: string, change: (run: ComparedRun) => ComparedRun): void {
      const before = runs.get(id);
      if (before === undefined) return;
      runs.set(id, change(before));
      onChange([...runs.values()]);
    },
  };
}

/** Asks for the parts of a run, a few at a time. */
function createQuestions(runs: Runs) {
  const queue = createQueue(4);
  /** For what makes the server read every evaluation: one run after the other, behind all else. */
  const slow = createQueue(1);
  let paceWanted = false;

  /** The answer is dropped where another search was chosen since. */
  function ask(
    line: typeof queue,
    id: string,
    question: (choice: SearchChoice) => Promise<Partial<ComparedRun>>,
  ) {
    line(async () => {
      const choice = runs.get(id)?.choice;
      if (!choice) return;
      // Without an answer a line is missing, or older; the next event asks again.
      const part = await question(choice).catch(() => ({}));
      runs.change(id, (run) => (isSameSearch(run.choice, choice) ? { ...run, ...part } : run));
    });
  }

  const askPace = (id: string) =>
    ask(slow, id, async ({ progress }) => ({ pace: await api.pace(id, progress.folder) }));

  return {
    queue,
    parts(id: string): void {
      const run = runs.get(id);
      if (!run?.choice?.progress.best) return;
      ask(queue, id, async ({ progress, of }) => ({
        best: await api.best(id, progress.folder, undefined, { of, max: MOST_EQUITY_POINTS }),
      }));
      if (isThinned(run)) {
        const before = numbersBefore(run.record ?? {}, run.choice.progress.symbol);
        ask(slow, id, async ({ progress }) => {
          const { best } = await api.points(id, progress.folder, undefined, 1);
          return { curve: best.map(([number, fitness]) => [number - before, fitness] as const) };
        });
      }
      if (paceWanted) askPace(id);
    },
    wantPace(): void {
      if (paceWanted) return;
      paceWanted = true;
      for (const { id } of runs.all()) askPace(id);
    },
  };
}

/** Follows several runs: each is shown as it comes, and one that fails does not hold up the others. */
export function openCompareFeed(options: CompareFeedOptions): CompareFeed {
  const runs = createRuns(options);
  const questions = createQuestions(runs);
  const due = new Set<string>();
  let { symbol } = options;

  function later(id: string): void {
    if (due.has(id)) return;
    due.add(id);
    window.setTimeout(() => {
      due.delete(id);
      questions.parts(id);
    }, BEST_WAIT_MS);
  }

  function fetchRun(id: string): void {
    questions.queue(async () => {
      try {
        const { record, job } = await api.run(id);
        runs.change(id, (run) => withRecord(run, { record, job, symbol }));
        questions.parts(id);
      } catch (error) {
        runs.change(id, (run) => ({ ...run, problem: run.record ? null : describe(error) }));
      }
    });
  }

  function hear(wire: RunRecord): void {
    const before = runs.get(wire.id);
    if (!before?.job) return;
    const { job } = before;
    runs.change(wire.id, (run) => withRecord(run, { record: decodeRecord(wire), job, symbol }));
    const after = runs.get(wire.id);
    if (!isSameSearch(before.choice, after?.choice ?? null)) questions.parts(wire.id);
    else if (before.choice?.progress.best?.id !== after?.choice?.progress.best?.id) later(wire.id);
  }

  const fetchAll = () => options.ids.forEach(fetchRun);
  openEventStream({
    url: sitePath('/api/events'),
    onOpen: fetchAll,
    onState: (state) => {
      options.onConnection(state);
      if (state === 'lost' && runs.all().every(({ record }) => record === null)) fetchAll();
    },
    on: { run: (data) => hear(data as RunRecord) },
  });

  return {
    choose(next) {
      symbol = next;
      for (const { id, record, job } of runs.all()) {
        if (record === null || job === null) continue;
        runs.change(id, (run) => withRecord(run, { record, job, symbol }));
        questions.parts(id);
      }
    },
    wantPace: questions.wantPace,
  };
}
