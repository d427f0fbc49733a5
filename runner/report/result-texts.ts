import type { PartResults, RankedSet, SearchResults } from './search-results.ts';
import type { Aggregate, Spread } from './variation-aggregates.ts';
import { nameOf } from './variation-name.ts';

const SHOWN_TOP = 10;

/** What a search found, for people. */
export function summaryText(results: SearchResults): string {
  const { spec, counts, whole, variations } = results;
  const evaluations = counts.complete + counts.invalid + counts.failed + counts.pruned;
  const lines = [
    `${spec.symbol}: ${spec.strategy}, ${spec.dates.start} to ${spec.dates.end}`,
    `run ${spec.run}`,
    '',
    `evaluations  ${evaluations}`,
    `  complete   ${counts.complete}`,
    `  invalid    ${counts.invalid}`,
    `  failed     ${counts.failed}`,
    ...(counts.pruned > 0 ? [`  pruned     ${counts.pruned}, given up on the way`] : []),
    `ranked sets  ${whole.ranked}, by ${rankingText(results)}`,
    '',
    ...partLines('All trades', whole),
  ];
  for (const part of variations) lines.push('', ...partLines(nameOf(part), part));
  return `${lines.join('\n')}\n`;
}

/** The variations in full: their figures, their best sets, and what each parameter does to them. */
export function variationReport({ spec, variations }: SearchResults): string {
  const lines = [`${spec.symbol}: ${spec.strategy}, by variation`, `run ${spec.run}`];
  for (const part of variations) {
    lines.push('', ...partLines(nameOf(part), part), ...topLines(part), ...valueLines(part));
  }
  return `${lines.join('\n')}\n`;
}

function rankingText({ spec: { ranking }, whole }: SearchResults): string {
  if (Object.keys(whole.ranges).length < Object.keys(ranking.weights).length) return 'fitness';
  const terms = Object.entries(ranking.weights).map(([name, weight]) => `${weight} ${name}`);
  return `${terms.join(' + ')}, each scaled, at least ${ranking.min_trades} trades`;
}

function partLines(title: string, { variation, ranked, aggregate, top }: PartResults): string[] {
  const purpose = variation?.when === undefined ? '' : ` (sets with ${variation.when})`;
  const best = top[0];
  return [
    `${title}${purpose}`,
    `  ranked sets       ${ranked}`,
    `  profitable        ${percentText(aggregate)}`,
    ...Object.entries(aggregate.metrics).map(
      ([name, spread]) => `  ${name.padEnd(16)}  ${spreadText(spread)}`,
    ),
    ...(best === undefined
      ? ['  best              none']
      : [`  best              ${setText(best)}`]),
  ];
}

function topLines({ top }: PartResults): string[] {
  return top.slice(0, SHOWN_TOP).map((set) => `  ${String(set.rank).padStart(3)}. ${setText(set)}`);
}

function valueLines({ aggregate }: PartResults): string[] {
  return Object.entries(aggregate.by_parameter).flatMap(([name, values]) => [
    `  ${name}`,
    ...values.map(({ value, sets, profitable, mean }) => {
      const total = mean['total_r'];
      const figure = total == null ? '' : `, mean total_r ${numberText(total)}`;
      return `    ${String(value).padEnd(14)} ${sets} sets, ${(100 * profitable).toFixed(1)} % profitable${figure}`;
    }),
  ]);
}

function setText({ id, score, params }: RankedSet): string {
  const values = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return `evaluation ${id}, score ${numberText(score)}: ${values.join(' ')}`;
}

function percentText({ sets, profitable }: Aggregate): string {
  return sets === 0 ? 'none' : `${(100 * profitable).toFixed(1)} %`;
}

function spreadText({ mean, sd, min, max }: Spread): string {
  if (mean === null || min === null || max === null) return 'not measured';
  const spread = sd === null ? '' : ` ± ${numberText(sd)}`;
  return `${numberText(mean)}${spread}, from ${numberText(min)} to ${numberText(max)}`;
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : String(value);
}
