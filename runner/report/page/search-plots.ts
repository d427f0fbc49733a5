import type { Evaluation } from '../../domain/evaluation.ts';
import { countText, valueText } from '../../domain/number-text.ts';
import type { Parameter, Space } from '../../domain/space.ts';
import { type Html, html } from './html.ts';
import { type Axis, type Mark, type Points, plotSvg } from './plot.ts';
import type { PlotDetail } from './plot-detail.ts';
import { rangeOf, usualRange } from './range-of.ts';
import type { SearchReport } from './report-data.ts';
import { numberTicks, type Tick } from './ticks.ts';

const MOST_SLICES = 12;

/** How the search came to its best: the best so far, over every valid evaluation. */
export function coursePlot(
  { evaluations, convergence, best }: SearchReport,
  { dots: most }: PlotDetail,
): Html {
  const valid = evaluations.filter(isValid);
  const stages = [...new Set(evaluations.map(({ stage }) => stage))];
  const last = Math.max(convergence.evaluations, ...convergence.curve.map(([at]) => at));
  // Numbers of a study's later runs go on from those before.
  const before = (evaluations[0]?.id ?? 1) - 1;
  const shown = evenly(valid, most);
  const [low, high] = usualRange(valid.map(({ fitness }) => fitness));
  const dots = stages.map((stage, index): Mark => {
    const own = shown.filter((evaluation) => evaluation.stage === stage);
    const points = own.map(({ id, fitness }) => [id - before, fitness] as const);
    return { kind: 'dots', points, series: (index % 6) + 1 };
  });
  const end = convergence.curve.at(-1);
  const steps: Points = [
    ...convergence.curve,
    ...(end === undefined ? [] : [[last, end[1]] as const]),
  ];
  const svg = plotSvg({
    label: `Fitness of ${countText(valid.length)} valid sets in the order of evaluation, and the best so far: ${best === null ? 'none' : valueText(best.fitness)} at the end.`,
    x: { low: 0, high: last, ticks: numberTicks(0, last, { count: 6 }), title: 'evaluations' },
    y: { low, high, ticks: numberTicks(low, high), title: 'fitness' },
    marks: [...dots, { kind: 'steps', points: steps, series: 0 }],
  });
  const key = stages.map(
    (stage, index) => html`<li><span class="key s${(index % 6) + 1}"></span>${stage}</li>`,
  );
  return html`<figure>${svg}<figcaption><ul class="keys"><li><span class="key line s0"></span>best so far</li>${key}</ul>${thinned(shown.length, valid.length)}${belowNote(valid, low)}</figcaption></figure>`;
}

function thinned(shown: number, all: number): Html | null {
  if (shown === all) return null;
  return html`<p>${countText(shown)} of ${countText(all)} valid sets are drawn.</p>`;
}

function belowNote(valid: readonly Evaluation[], low: number): Html | null {
  const below = valid.filter(({ fitness }) => fitness < low).length;
  if (below === 0) return null;
  return html`<p>${countText(below)} with a fitness below ${valueText(low)} are drawn at the lower border.</p>`;
}

/** Fitness over each parameter, those that matter most first. */
export function slicePlots(
  search: SearchReport,
  space: Space,
  { sliceDots }: PlotDetail,
): Html | null {
  const { evaluations, best, importance } = search;
  const valid = evaluations.filter(isValid);
  if (best === null || valid.length < 3) return null;
  const ranks = new Map(importance?.parameters.map(({ name }, rank) => [name, rank]));
  const parameters = space.parameters
    .filter(({ levels }) => levels !== 1)
    .toSorted((a, b) => (ranks.get(a.name) ?? 1e9) - (ranks.get(b.name) ?? 1e9));
  const shown = evenly(valid, sliceDots);
  const [low, high] = usualRange(valid.map(({ fitness }) => fitness));
  const y: Axis = { low, high, ticks: numberTicks(low, high, { count: 4 }) };
  const figures = parameters
    .slice(0, MOST_SLICES)
    .map((parameter) => slice(parameter, { shown, best, y }));
  const more = parameters.length - MOST_SLICES;
  return html`<div class="slices">${figures}</div>${more > 0 && html`<p>${more} more parameters are not drawn.</p>`}`;
}

interface Slices {
  readonly shown: readonly Evaluation[];
  readonly best: Evaluation;
  readonly y: Axis;
}

function slice(parameter: Parameter, { shown, best, y }: Slices): Html {
  const { name } = parameter;
  const placed = (one: Evaluation): Points => {
    const value = one.params[name];
    if (value === undefined) return [];
    return [[placeOf(parameter, value), one.fitness]];
  };
  const svg = plotSvg({
    label: `Fitness over ${name}; the best set has ${best.params[name] ?? 'none'}.`,
    x: axisOf(parameter, shown, name),
    y,
    marks: [
      { kind: 'dots', points: shown.flatMap(placed), series: 1 },
      { kind: 'best', points: placed(best), series: 2 },
    ],
    width: 370,
    height: 210,
  });
  return html`<figure>${svg}</figure>`;
}

function placeOf({ ordered, levelOf }: Parameter, value: string | number | boolean): number {
  return ordered ? Number(value) : levelOf(value);
}

const MOST_CATEGORY_TICKS = 6;

function axisOf(parameter: Parameter, shown: readonly Evaluation[], title: string): Axis {
  const { ordered, levels, valueAt } = parameter;
  if (ordered) {
    const values = shown.map(({ params }) => Number(params[title] ?? Number.NaN));
    const [low, high] = rangeOf(values);
    return { low, high, ticks: numberTicks(low, high, { count: 4 }), title };
  }
  const count = levels ?? 1;
  const ticks = Array.from(
    { length: count },
    (_, at): Tick => ({ at, text: cut(String(valueAt(at))) }),
  );
  return { low: -0.5, high: count - 0.5, ticks: ticks.slice(0, MOST_CATEGORY_TICKS), title };
}

function cut(text: string): string {
  return text.length > 10 ? `${text.slice(0, 9)}…` : text;
}

function isValid({ status, fitness }: Evaluation): boolean {
  return status === 'complete' && Number.isFinite(fitness);
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, n) => items[Math.floor((n * items.length) / most)] as T);
}
