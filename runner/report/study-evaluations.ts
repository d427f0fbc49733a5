import type { SymbolProgress } from '../domain/run-record.ts';
import { createSpace, type Parameter } from '../domain/space.ts';
import { encodeEvaluation } from '../run/evaluation-line.ts';
import type { RunStore } from '../run/run-store.ts';
import { csvText } from './delimited-text.ts';
import { type EvaluationBatches, openEvaluationBatches } from './evaluation-batches.ts';
import { evaluationColumns } from './evaluations-table.ts';

type Store = Pick<RunStore, 'folder' | 'evaluations' | 'read'>;

/** One search of one run of a study. */
interface Part {
  readonly run: string;
  readonly progress: SymbolProgress;
  readonly parameters: readonly Parameter[];
}

/**
 * All evaluations of a study as text, a piece at a time: by symbol, in the order of the runs and of
 * their numbers. CSV has a column for whatever any of the runs has.
 * @param runs ids, oldest first
 */
export function studyEvaluations(
  store: Store,
  runs: readonly string[],
  { format, symbol }: { readonly format: 'csv' | 'jsonl'; readonly symbol?: string | undefined },
): AsyncIterable<string> {
  const parts = async (): Promise<readonly Part[]> => {
    const found = await partsOf(store, runs);
    return symbol === undefined ? found : found.filter((part) => part.progress.symbol === symbol);
  };
  return format === 'csv' ? asCsv(store, parts) : asLines(store, parts);
}

async function partsOf(store: Store, runs: readonly string[]): Promise<readonly Part[]> {
  const found: Part[] = [];
  for (const run of runs) {
    const { record, job } = await store.read(run);
    const { parameters } = createSpace(job.parameters, job.rules);
    for (const progress of record.symbols) found.push({ run, progress, parameters });
  }
  const symbols = [...new Set(found.map(({ progress }) => progress.symbol))];
  return symbols.flatMap((name) => found.filter(({ progress }) => progress.symbol === name));
}

async function* asLines(store: Store, parts: () => Promise<readonly Part[]>) {
  for (const { run, progress } of await parts()) {
    const place = JSON.stringify({ run, symbol: progress.symbol }).slice(0, -1);
    using source = await openEvaluationBatches(store, run, progress.folder);
    for await (const { evaluations } of source.batches()) {
      const lines = evaluations.map((one) => `${place},${encodeEvaluation(one).slice(1)}`);
      yield lines.join('');
    }
  }
}

async function* asCsv(store: Store, listParts: () => Promise<readonly Part[]>) {
  const parts = await listParts();
  const columns = await columnsOf(store, parts);
  yield csvText(['run', 'symbol', ...columns.map(({ name }) => name)], []);
  for (const { run, progress } of parts) {
    using source = await openEvaluationBatches(store, run, progress.folder);
    for await (const batch of source.batches()) {
      const rows = batch.evaluations.map((evaluation) => [
        ...[run, progress.symbol],
        ...columns.map((column) => column.value(evaluation, batch)),
      ]);
      // Without the line of the header.
      yield csvText([], rows).slice(1);
    }
  }
}

/** Of all runs, since a later one may have another space or measure more. */
async function columnsOf(store: Store, parts: readonly Part[]) {
  const parameters = new Map<string, Parameter>();
  const metrics = new Set<string>();
  const variations = new Set<string>();
  for (const part of parts) {
    for (const parameter of part.parameters) parameters.set(parameter.name, parameter);
    using source: EvaluationBatches = await openEvaluationBatches(
      store,
      part.run,
      part.progress.folder,
    );
    for (const name of source.metrics) metrics.add(name);
    for (const name of source.variationMetrics) variations.add(name);
  }
  const measured = { metrics: [...metrics], variationMetrics: [...variations] };
  return evaluationColumns(measured, { parameters: [...parameters.values()] });
}
