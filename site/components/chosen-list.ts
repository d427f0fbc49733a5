import type { Point } from '../../runner/server/views.ts';
import {
  axisText,
  type Brushes,
  bestOfChosen,
  chosenRows,
  type ExplorerModel,
  edgesOfBest,
} from '../data/explorer-model.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import type { ExploredSearch } from '../data/watch-search.ts';
import { element, part, setText } from './element.ts';
import type { ExplorerView } from './explorer-view.ts';

const MOST_LISTED = 5;

/** How many are chosen, and the best of them, in the parts of `host` for that. */
export function showChosen(
  host: HTMLElement,
  { model, chosen, brushes }: ExplorerView,
  search: ExploredSearch | null,
): void {
  const { evaluations, valid, columns } = model.sample;
  const isAll = brushes.size === 0;
  const count = chosen.reduce((sum, one) => sum + one, 0);
  const drawn = columns.id.length;
  const of =
    drawn < evaluations
      ? ` of ${formatNumber(evaluations)}: the best, and an even part of the others`
      : '';
  setText(
    part(host, '.count', HTMLElement),
    isAll
      ? `${formatNumber(drawn)} evaluations${of}; ${formatNumber(valid)} are valid`
      : `${formatNumber(count)} of ${formatNumber(drawn)} shown are chosen`,
  );
  const parameters = model.axes.filter(({ kind }) => kind === 'parameter');
  const rows = isAll ? [] : bestOfChosen(model, chosen, MOST_LISTED);
  const lines = rows.map((row) => {
    const set = parameters
      .map((axis) => `${axis.name} ${axisText(axis, axis.values[row] as number)}`)
      .join('  ');
    const { id = '', symbol = '' } = search ?? {};
    const number = String(columns.id[row]);
    const href = sitePath('/evaluation/', { run: id, symbol, id: number });
    const score = formatFitness(columns.fitness[row]);
    return element('li', {}, element('a', { href }, `#${number}`), `  ${score}  ${set}`);
  });
  part(host, '.chosen-best', HTMLElement).replaceChildren(...lines);
}

/** The rows within brushes as marks of the scatter. */
export function chosenPoints(model: ExplorerModel, brushes: Brushes): readonly Point[] {
  const { id, fitness, stage, status } = model.sample.columns;
  return [...chosenRows(model, brushes).entries()].flatMap(([row, isChosen]): Point[] =>
    isChosen === 0
      ? []
      : [[id[row] ?? 0, fitness[row] ?? null, stage[row] ?? 0, (status[row] ?? 0) as Point[3]]],
  );
}

/** Warns where the best lies at the end of a range. */
export function showEdges(host: HTMLElement, model: ExplorerModel): void {
  const edges = edgesOfBest(model).map(({ name, value }) => `${name} ${value}`);
  const edge = part(host, '.edges', HTMLElement);
  edge.hidden = edges.length === 0;
  setText(
    edge,
    `The best lies at the edge of its range: ${edges.join(', ')}. A wider range may hold better sets.`,
  );
}
