import { join } from 'node:path';
import { InputError } from '../domain/errors.ts';
import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import { HEADLINE_METRICS } from '../domain/metrics.ts';
import { nearestName } from '../domain/nearest-name.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { ColumnsReader } from '../run/columns-reader.ts';
import { evaluationsAt, manyRows, visitRows } from '../run/read-by-columns.ts';
import type { RunStore } from '../run/run-store.ts';
import type { Choice, RankedBy } from './choice.ts';
import { createTopList } from './top-list.ts';

export type Refusal = (path: string, wanted: string, found: string) => InputError;

export function refusalOf({ id }: RunRecord): Refusal {
  return (path, wanted, found) =>
    new InputError(`Cannot choose parameter sets of run ${id}`, [{ path, wanted, found }]);
}

type RankedChoice = Choice & { readonly ranking: RankedBy };

/**
 * The evaluations of one search that a choice means, best first; none where there are none.
 * @throws InputError where nobody measured the metric
 */
export async function chosenEvaluations(
  store: Pick<RunStore, 'folder' | 'evaluations'>,
  { record, progress }: { readonly record: RunRecord; readonly progress: SymbolProgress },
  choice: RankedChoice,
): Promise<readonly Evaluation[]> {
  const folder = join(store.folder(record.id), progress.folder);
  using reader = manyRows(folder);
  if (reader === null) {
    const evaluations = await store.evaluations(record.id, progress.folder);
    return ofLines(evaluations, choice, refusalOf(record));
  }
  const { evaluation } = choice;
  const ids =
    evaluation === undefined
      ? await topIds(reader, choice, refusalOf(record))
      : idsIn(reader, evaluation);
  // Awaited here: the reader is open until this function returns.
  const found = await evaluationsAt(folder, reader, ids);
  return evaluation === undefined ? ranked(found, choice) : found;
}

function ofLines(
  evaluations: readonly Evaluation[],
  choice: RankedChoice,
  refuse: Refusal,
): readonly Evaluation[] {
  if (choice.evaluation !== undefined) {
    return evaluations.filter(({ id }) => id === choice.evaluation);
  }
  const valid = evaluations.filter(({ status }) => status === 'complete');
  const chosen = ranked(valid, choice);
  if (chosen.length === 0 && valid.length > 0) {
    throw unknownMetric(choice.ranking.by, namesIn(valid), refuse);
  }
  return chosen;
}

function ranked(
  evaluations: readonly Evaluation[],
  { ranking: { by, ascending }, top = 1 }: RankedChoice,
): readonly Evaluation[] {
  const measured = evaluations.flatMap((evaluation) => {
    const value = metricOf(evaluation, by);
    return value === undefined ? [] : [{ evaluation, value: ascending ? -value : value }];
  });
  measured.sort((a, b) => order(b.value, a.value) || a.evaluation.id - b.evaluation.id);
  return measured.slice(0, top).map(({ evaluation }) => evaluation);
}

/** The difference of infinities is no number. */
function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

async function topIds(
  reader: ColumnsReader,
  { ranking: { by, ascending }, top = 1 }: RankedChoice,
  refuse: Refusal,
): Promise<number[]> {
  const column = by === 'fitness' ? -1 : reader.layout.columnOf(by);
  if (column === undefined) throw unknownMetric(by, reader.layout.names, refuse);
  const list = createTopList(top);
  await visitRows(reader, (block, row) => {
    if (block.status(row) !== 'complete') return;
    const value = column < 0 ? block.fitness(row) : block.metric(row, column);
    list.add(block.first + row, ascending ? -value : value);
  });
  return list.list.map(({ id }) => id);
}

function idsIn(reader: ColumnsReader, id: number): readonly number[] {
  return id >= reader.layout.first && id <= reader.last ? [id] : [];
}

function namesIn(evaluations: readonly Evaluation[]): readonly string[] {
  const own = evaluations.flatMap(({ metrics }) => Object.keys(metrics));
  return ['fitness', ...HEADLINE_METRICS, ...new Set(own)];
}

function unknownMetric(by: string, names: readonly string[], refuse: Refusal): InputError {
  const near = nearestName(by, names);
  const hint = near === undefined ? `one of ${names.join(', ')}` : `did you mean "${near}"?`;
  return refuse('by', `a metric that was measured (${hint})`, JSON.stringify(by));
}
