import type { RunSummary as SentSummary } from '../../runner/server/run-summary.ts';
import type { SummaryNotes } from '../../runner/server/views.ts';

/** A run as the history shows and sorts it. */
export interface RunSummary
  extends Omit<SentSummary, 'created_at' | 'best_symbol' | 'curve_end' | 'tags'> {
  /** The job's and those that people added. */
  readonly tags: readonly string[];
  readonly archived: boolean;
  readonly noted: boolean;
  readonly bestSymbol: string | null;
  /** What its study is called by people; its name where they have no other. */
  readonly studyTitle: string | null;
  /** ISO 8601 in UTC, so that text order is time order. */
  readonly created: string;
  /** Evaluations of the symbol whose curve it is. */
  readonly curveEnd: number;
  readonly searchable: string;
}

const NO_NOTES: SummaryNotes = { tags: [], archived: false, noted: false };

const NO_TITLES: ReadonlyMap<string, string> = new Map();

/**
 * Puts infinities back and adds what people noted.
 * @param titles of studies, by their names
 */
export function summariseRun(
  sent: SentSummary,
  notes: SummaryNotes = NO_NOTES,
  titles: ReadonlyMap<string, string> = NO_TITLES,
): RunSummary {
  const { best_symbol: bestSymbol, created_at: created, curve_end: curveEnd, ...rest } = sent;
  const tags = [...new Set([...sent.tags, ...notes.tags])];
  const { id, name, strategy, study, symbols } = sent;
  const studyTitle = study === null ? null : (titles.get(study) ?? study);
  return {
    ...rest,
    tags,
    archived: notes.archived,
    noted: notes.noted,
    best: sent.best === null ? null : Number(sent.best),
    bestSymbol,
    studyTitle,
    created,
    curve: sent.curve.map(([at, fitness]) => [at, Number(fitness)]),
    curveEnd,
    searchable: [id, name, strategy, study, studyTitle, ...tags, ...symbols]
      .filter(Boolean)
      .join('\n')
      .toLowerCase(),
  };
}
