import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { bestParameters } from '../report/best-parameters.ts';
import type { RunStore } from '../run/run-store.ts';
import type { StagedSet } from './checks.ts';
import { promotedDocument } from './promoted-document.ts';

export interface StageChoice {
  readonly symbol?: string | undefined;
  /** The best where absent. */
  readonly evaluation?: number | undefined;
}

/**
 * The set of a run that is to go live, with all that its checks need.
 * @throws InputError where there is none, or where the run has several searches and none is named
 */
export async function stagedSet(
  store: RunStore,
  { record, job }: { readonly record: RunRecord; readonly job: Job },
  choice: StageChoice,
): Promise<StagedSet> {
  const best = await bestParameters(store, { record, job }, choice);
  const [set, ...others] = best.sets;
  if (set === undefined || others.length > 0) {
    const found = best.sets.map(({ symbol }) => symbol).join(', ');
    const problem = { path: '--symbol', wanted: 'one of the symbols of the run', found };
    throw new InputError(`Cannot stage a set of run ${record.id}`, [problem]);
  }
  const { evaluation, folder } = set;
  const progress = record.symbols.find((one) => one.folder === folder) as SymbolProgress;
  const { holdout, verified = [] } = progress;
  return {
    record,
    job,
    progress,
    evaluation,
    holdout: holdout?.id === evaluation.id ? holdout : null,
    verifications: verified.filter((one) => one.evaluation === evaluation.id),
    promoted: promotedDocument(best, set),
    better: await betterSince(store, { record, job, symbol: set.symbol }, evaluation.fitness),
  };
}

interface Search {
  readonly record: RunRecord;
  readonly job: Job;
  readonly symbol: string;
}

/** The best of the study's other runs, and of later ones of the same job, by the same measure. */
async function betterSince(
  store: RunStore,
  { record, job, symbol }: Search,
  fitness: number,
): Promise<StagedSet['better']> {
  const { records } = await store.list();
  const related = records.filter((other) => {
    if (other.id === record.id || other.strategy !== record.strategy) return false;
    const { start, end } = other.dates;
    if (start !== record.dates.start || end !== record.dates.end) return false;
    if (record.study !== null && other.study === record.study) return true;
    return other.id > record.id && other.name === record.name;
  });
  let better: StagedSet['better'] = null;
  for (const { id, symbols } of related) {
    const best = symbols.find((one) => one.symbol === symbol)?.best;
    if (best == null || best.fitness <= (better?.fitness ?? fitness)) continue;
    const other = await store.read(id).catch(() => null);
    if (other === null || JSON.stringify(other.job.fitness) !== JSON.stringify(job.fitness))
      continue;
    better = { run: id, fitness: best.fitness };
  }
  return better;
}
