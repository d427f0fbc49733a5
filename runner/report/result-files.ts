import { jsonText } from '../domain/json-text.ts';
import type { Cell } from './delimited-text.ts';
import { csvText } from './delimited-text.ts';
import { summaryText, variationReport } from './result-texts.ts';
import type { PartResults, RankedSet, SearchResults } from './search-results.ts';
import { nameOf } from './variation-name.ts';

/** A small file of the outputs: its name without the folder, and what is in it. */
export interface ResultFile {
  readonly name: string;
  readonly content: string;
}

/** All outputs of a search but its tables of all results. */
export function resultFiles(results: SearchResults): ResultFile[] {
  const { file } = results.spec;
  const { whole, variations } = results;
  const files: ResultFile[] = [
    { name: `${file}_top_100.csv`, content: topCsv(whole) },
    { name: `${file}_best_params.json`, content: jsonText(bestParams(results)) },
    { name: `${file}_summary.txt`, content: summaryText(results) },
  ];
  if (variations.length === 0) return files;
  return [
    ...files,
    { name: `${file}_variations_summary.csv`, content: variationsCsv(variations) },
    ...variations.map((part) => ({
      name: `${file}_variation_${nameOf(part)}_top500.csv`,
      content: topCsv(part),
    })),
    { name: `${file}_best_by_variation.json`, content: jsonText(bestByVariation(results)) },
    { name: `${file}_variation_report.txt`, content: variationReport(results) },
    { name: `${file}_variation_agg.json`, content: jsonText(aggregates(results)) },
  ];
}

/** Columns of a table of ranked sets: rank, score, id, parameters, fitness, metrics. */
export function topTable({ top }: PartResults): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const params = [...new Set(top.flatMap((set) => Object.keys(set.params)))];
  const metrics = [...new Set(top.flatMap((set) => Object.keys(set.metrics)))];
  return {
    header: ['rank', 'score', 'id', ...params, 'fitness', ...metrics],
    rows: top.map((set) => [
      set.rank,
      rounded(set.score),
      set.id,
      ...params.map((name) => set.params[name]),
      set.fitness,
      ...metrics.map((name) => set.metrics[name]),
    ]),
  };
}

function topCsv(part: PartResults): string {
  const { header, rows } = topTable(part);
  return csvText(header, rows);
}

/** A row for each variation. */
export function variationsTable(variations: readonly PartResults[]): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const metrics = Object.keys(variations[0]?.aggregate.metrics ?? {});
  const figures = ['mean', 'sd', 'min', 'max'] as const;
  return {
    header: [
      'variation',
      'ranked_sets',
      'profitable_share',
      ...metrics.flatMap((name) => figures.map((figure) => `${name}_${figure}`)),
      'best_id',
      'best_score',
    ],
    rows: variations.map((part) => [
      nameOf(part),
      part.ranked,
      rounded(part.aggregate.profitable),
      ...metrics.flatMap((name) =>
        figures.map((figure) => roundedOrNull(part.aggregate.metrics[name]?.[figure])),
      ),
      part.top[0]?.id,
      roundedOrNull(part.top[0]?.score),
    ]),
  };
}

function variationsCsv(variations: readonly PartResults[]): string {
  const { header, rows } = variationsTable(variations);
  return csvText(header, rows);
}

function bestParams({ spec, whole }: SearchResults): object {
  const { run, symbol, strategy, dates, ranking } = spec;
  const best = whole.top[0];
  return {
    v: 1,
    run,
    symbol,
    strategy,
    dates,
    ranking: { ...ranking, ranges: whole.ranges, ranked_sets: whole.ranked },
    best: best === undefined ? null : setValue(best, spec.fixed),
  };
}

function bestByVariation({ spec, variations }: SearchResults): object {
  const best = variations.map((part) => {
    const set = part.top[0];
    return [nameOf(part), set === undefined ? null : setValue(set, spec.fixed)] as const;
  });
  return { v: 1, run: spec.run, symbol: spec.symbol, variations: Object.fromEntries(best) };
}

function setValue({ id, score, params, fitness, metrics }: RankedSet, fixed: object): object {
  return { id, score: rounded(score), params, fixed_parameters: fixed, fitness, metrics };
}

function aggregates({ spec, counts, whole, variations }: SearchResults): object {
  const all = variations.map((part) => [nameOf(part), aggregateValue(part)] as const);
  return {
    v: 1,
    run: spec.run,
    symbol: spec.symbol,
    counts,
    min_trades: spec.ranking.min_trades,
    all: aggregateValue(whole),
    variations: Object.fromEntries(all),
  };
}

function aggregateValue({ variation, ranges, aggregate }: PartResults): object {
  return { when: variation?.when ?? null, ranges, ...aggregate };
}

function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(10)) : value;
}

function roundedOrNull(value: number | null | undefined): number | null {
  return value == null ? null : rounded(value);
}
