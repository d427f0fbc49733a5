import type { RunRecord } from '../../runner/domain/run-record.ts';
import { api } from './api.ts';
import { type ComparedRun, emptyRun, isSameSearch, withRecord } from './compared-run.ts';
import { decodeRecord } from './decode.ts';
import { describe } from './describe-error.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import { isActive } from './progress.ts';
import { createQueue } from './queue.ts';
import { sitePath } from './site-path.ts';

/** A curve on a screen has no use for more. */
const MOST_EQUITY_POINTS = 3_000;
/** How often the curves of a living run's best are asked for. */
const BEST_WAIT_MS = 3_000;
/** Courses of runs that come one after the other are asked for together. */
const COURSES_WAIT_MS = 100;
/** How often those of living runs are asked for: the server reads every evaluation again. */
const COURSES_AGAIN_MS = 15_000;

export interface CompareFeed {
  /** Shows this symbol of every run; null: the best of each. */
  choose(symbol: string | null): void;
  /** Asks once more for what could not be had. */
  retry(): void;
}

const evaluationsOf = (run: ComparedRun | undefined) => run?.choice?.progress.counts.evaluations;

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

/** Asks for the courses of all runs that are due in one question, one question at a time. */
function createCourses(runs: Runs) {
  const queue = createQueue(1);
  const due = new Set<string>();
  let timer = 0;
  let dueAt = Number.POSITIVE_INFINITY;

  async function ask(): Promise<void> {
    dueAt = Number.POSITIVE_INFINITY;
    const asked = [...due].flatMap((id) => {
      const choice = runs.get(id)?.choice;
      return choice ? [{ id, choice }] : [];
    });
    due.clear();
    if (asked.length === 0) return;
    const names = asked.map(({ id, choice }) => `${id}/${choice.progress.folder}`);
    try {
      const { courses } = await api.courses(names);
      for (const [index, { id, choice }] of asked.entries()) {
        const course = courses[index];
        if (!course) continue;
        runs.change(id, (run) => (isSameSearch(run.choice, choice) ? { ...run, course } : run));
      }
    } catch (error) {
      // Lines that are there are older then; the next event asks again.
      const failed = describe(error);
      for (const { id } of asked) runs.change(id, (run) => ({ ...run, failed }));
    }
  }

  return (id: string, wait = COURSES_WAIT_MS): void => {
    due.add(id);
    const at = performance.now() + wait;
    if (at >= dueAt) return;
    window.clearTimeout(timer);
    dueAt = at;
    timer = window.setTimeout(() => queue(ask), wait);
  };
}

/** Asks for the parts of a run, a few at a time. */
function createQuestions(runs: Runs) {
  const queue = createQueue(4);

  /** The answer is dropped where another search was chosen since. */
  function askBest(id: string) {
    queue(async () => {
      const choice = runs.get(id)?.choice;
      if (!choice?.progress.best) return;
      const { progress, of } = choice;
      const options = { of, max: MOST_EQUITY_POINTS, benchmark: true };
      try {
        const best = await api.best(id, progress.folder, undefined, options);
        runs.change(id, (run) => (isSameSearch(run.choice, choice) ? { ...run, best } : run));
      } catch (error) {
        // A line that is there is older then; the next event asks again.
        runs.change(id, (run) => ({ ...run, failed: describe(error) }));
      }
    });
  }

  return { queue, askBest, askCourse: createCourses(runs) };
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
      questions.askBest(id);
    }, BEST_WAIT_MS);
  }

  function askAll(id: string): void {
    questions.askBest(id);
    questions.askCourse(id);
  }

  function fetchRun(id: string): void {
    questions.queue(async () => {
      try {
        const { record, job } = await api.run(id);
        runs.change(id, (run) => withRecord(run, { record, job, symbol }));
        askAll(id);
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
    if (!isSameSearch(before.choice, after?.choice ?? null)) askAll(wire.id);
    else if (before.choice?.progress.best?.id !== after?.choice?.progress.best?.id) later(wire.id);
    if (evaluationsOf(before) !== evaluationsOf(after)) {
      questions.askCourse(wire.id, isActive(wire.state) ? COURSES_AGAIN_MS : COURSES_WAIT_MS);
    }
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
    retry() {
      for (const { id, failed } of runs.all()) {
        if (failed === null) continue;
        runs.change(id, (run) => ({ ...run, failed: null }));
        askAll(id);
      }
    },
    choose(next) {
      symbol = next;
      for (const { id, record, job } of runs.all()) {
        if (record === null || job === null) continue;
        runs.change(id, (run) => withRecord(run, { record, job, symbol }));
        askAll(id);
      }
    },
  };
}
