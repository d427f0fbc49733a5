import type { AnalysisKind, Finding, Question, SearchPlace } from './analysis-tasks.ts';
import { createAnalysisThread } from './analysis-thread.ts';
import type { AnalysisOrder } from './analysis-worker.ts';
import { refusal } from './problem.ts';

/** What searches tell, found in a thread beside the event loop and kept. */
export interface Analyses {
  /**
   * @param version changes when the search has made more evaluations
   * @throws Error where the run's files cannot be read, HTTPException 503 where too many wait
   */
  of<K extends AnalysisKind>(
    kind: K,
    place: SearchPlace,
    about: { readonly question: Question<K>; readonly version: string },
  ): Promise<Finding<K>>;
}

interface Kept {
  readonly version: string;
  readonly at: number;
  readonly finding: Promise<unknown>;
}

const MOST_KEPT = 50;
/** These look at evaluations one against the other, or at many searches. */
const SLOW: ReadonlySet<AnalysisKind> = new Set(['analysis', 'convergence', 'courses']);
/**
 * Of either queue; a page asks for six of the quick at a time. Others are told to come again: who asked
 * may be gone by then.
 */
export const MOST_WAITING = 24;
/** A search that is running is looked at anew after this time, not with every evaluation. */
const FRESH_MS = 10_000;

export function createAnalyses(): Analyses {
  /** Least recently used first. */
  const kept = new Map<string, Kept>();
  const [slow, quick] = [createQueue(), createQueue()];

  return {
    async of(kind, place, { question, version }) {
      const key = JSON.stringify([kind, place, question]);
      const found = kept.get(key);
      const isFresh =
        found !== undefined &&
        (found.version === version || performance.now() - found.at < FRESH_MS);
      const queue = SLOW.has(kind) ? slow : quick;
      const entry = isFresh
        ? found
        : { version, at: performance.now(), finding: queue({ kind, place, question }) };
      kept.delete(key);
      kept.set(key, entry);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      try {
        return (await entry.finding) as never;
      } catch (error) {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
  };
}

/** One at a time: more would take the slots' cores. What is quick has a queue without the slow. */
function createQueue(): (order: AnalysisOrder) => Promise<unknown> {
  const thread = createAnalysisThread();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (order) => {
    if (waiting >= MOST_WAITING) {
      throw refusal(503, `More than ${MOST_WAITING} analyses are waiting: try again in a moment`);
    }
    waiting++;
    const finding = last.then(() => thread.carryOut(order));
    last = finding.catch(() => {}).finally(() => waiting--);
    return finding;
  };
}
