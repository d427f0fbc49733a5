import type { Convergence, Milestone, StageConvergence } from '../analysis/convergence.ts';
import { countText, manyText, valueText } from '../domain/number-text.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { indented } from './indented.ts';
import { stepPlot } from './plot-text.ts';
import type { Screen } from './screen.ts';
import { type Column, tableText } from './table-text.ts';

const PLOT_HEIGHT = 6;
const MOST_PLOT_WIDTH = 72;
/** Labels and margin beside the plot. */
const PLOT_MARGIN = 14;

/** How one search came to its best, to be read. */
export function convergenceText(
  symbol: string,
  found: Convergence,
  { style, columns }: Pick<Screen, 'style' | 'columns'>,
): string {
  const { peak, evaluations } = found;
  const title = style('bold', `Convergence of ${symbol}`);
  if (peak === null)
    return `${title}: none of ${countText(evaluations)} evaluations gave a valid set\n`;
  const width = Math.max(20, Math.min(MOST_PLOT_WIDTH, columns - PLOT_MARGIN));
  const plot = stepPlot(found.curve, { width, height: PLOT_HEIGHT, end: evaluations });
  return [
    `${title}\n${fieldLines(peakFields(found, peak), style)}`,
    `Best fitness by evaluation, up to ${countText(evaluations)}\n${indented(plot)}`,
    `Stages\n${indented(tableText(STAGE_COLUMNS, found.stages))}`,
    ...stopTexts(found),
  ].join('\n');
}

function peakFields(found: Convergence, peak: Milestone): Field[] {
  const { plateau, reached, generations } = found;
  return [
    ['best', `${valueText(peak.fitness)} at ${placeText(peak, generations)}`],
    ['plateau', plateauText(plateau, found.evaluations)],
    ...reached.map(
      (milestone): Field => [
        `${milestone.percent} % of it`,
        `${valueText(milestone.fitness)} at ${placeText(milestone, generations)}`,
      ],
    ),
  ];
}

function placeText(milestone: Milestone, generations: Convergence['generations']): string {
  const { evaluations, stage, generation } = milestone;
  const name = generations.find((one) => one.stage === stage && one.number === generation)?.name;
  const kind = name?.startsWith('batch_') ? 'batch' : 'generation';
  return `evaluation ${countText(evaluations)}, ${kind} ${countText(generation)} of ${stage}`;
}

function plateauText(plateau: Convergence['plateau'], evaluations: number): string {
  const { evaluations: after, generations } = plateau;
  if (after === 0) return 'none: the best came last';
  const share = percentText(after / evaluations);
  const [made, long] = [manyText(after, 'evaluation'), manyText(generations, 'generation')];
  return `${made} (${share}) in ${long} after it, without a better one`;
}

const STAGE_COLUMNS: readonly Column<StageConvergence>[] = [
  { title: 'stage', text: ({ stage }) => stage },
  { title: 'evaluations', align: 'right', text: ({ evaluations }) => countText(evaluations) },
  { title: 'valid', align: 'right', text: ({ valid }) => countText(valid) },
  {
    title: 'repeats',
    align: 'right',
    text: ({ duplicates_share: share }) => percentText(share),
  },
  { title: 'improved', align: 'right', text: ({ improvements }) => `${improvements}×` },
  { title: 'best', align: 'right', text: ({ best_after: best }) => orNone(best) },
  { title: 'gain', align: 'right', text: ({ gain }) => (gain === null ? '' : signed(gain)) },
];

interface StopRow {
  readonly patience: number;
  readonly cells: readonly string[];
}

/** A table of rules for each stage long enough that one of them would have ended it. */
function stopTexts({ stops }: Convergence): string[] {
  return [...Map.groupBy(stops, ({ stage }) => stage)].flatMap(([stage, own]) => {
    if (own.every(({ stops_at: at }) => at === null)) return [];
    const rows = [...Map.groupBy(own, ({ patience }) => patience)].map(
      ([patience, rules]): StopRow => ({ patience, cells: rules.map(stopText) }),
    );
    const title = `What stopping ${stage} early would have saved and lost`;
    return `${title}\n${indented(tableText(stopColumns(own, rows), rows))}`;
  });
}

/** A least gain that decides as the one before it did needs no column. */
function stopColumns(own: Convergence['stops'], rows: readonly StopRow[]): Column<StopRow>[] {
  const deltas = [...new Set(own.map(({ min_delta: delta }) => delta))];
  const told = [...deltas.keys()].filter((index) =>
    rows.some(({ cells }) => index === 0 || cells[index] !== cells[index - 1]),
  );
  return [
    { title: 'patience', align: 'right', text: ({ patience }) => String(patience) },
    ...told.map(
      (index): Column<StopRow> => ({
        title: deltas[index] === 0 ? 'any gain counts' : `gains from ${deltas[index]} count`,
        text: ({ cells }) => cells[index] ?? '',
      }),
    ),
  ];
}

function stopText({
  stops_at: at,
  saved_share: saved,
  lost,
}: Convergence['stops'][number]): string {
  if (at === null) return 'never stops';
  const loss = lost === null || lost === 0 ? 'loses nothing' : `loses ${valueText(lost)}`;
  return `at ${countText(at)}: saves ${percentText(saved)}, ${loss}`;
}

function percentText(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  return `${Math.round(share * 100)} %`;
}

function orNone(value: number | null): string {
  return value === null ? 'none' : valueText(value);
}

function signed(value: number): string {
  return value > 0 ? `+${valueText(value)}` : valueText(value);
}
