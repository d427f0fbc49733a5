import { type BenchRow, benchRows, heatOf, samplersAt } from '../data/bench-rows.ts';
import { type Bench, type BenchCell, type BenchProblem, benchValue } from '../data/bench-values.ts';
import { formatNumber } from '../data/format.ts';
import { element, part } from './element.ts';

function sizeText({ parameters, points, family }: BenchProblem): string {
  const size = points === null ? '' : `, ${formatNumber(points)} sets`;
  return `${family}, ${parameters} parameters${size}`;
}

function rangeText({ q25, q75 }: Pick<BenchCell, 'q25' | 'q75'>, problem: BenchProblem): string {
  const [low, high] = problem.direction === 'maximize' ? [q75, q25] : [q25, q75];
  return `${benchValue(low, problem)} … ${benchValue(high, problem)}`;
}

function samplerCell(cell: BenchCell | undefined, { problem, wins }: BenchRow): HTMLElement {
  if (cell === undefined) return element('td', { class: 'number muted' }, '–');
  const heat = heatOf(cell);
  const isBest = cell.rank === 1 && wins !== 'peer';
  const made = element(
    'td',
    { class: 'number', 'data-best': isBest },
    element('span', { class: 'median' }, benchValue(cell.median, problem)),
    element('span', { class: 'spread' }, rangeText(cell, problem)),
    element('span', { class: 'spread' }, `rank ${cell.rank}`),
  );
  if (heat === 0) return made;
  made.dataset['heat'] = heat > 0 ? 'better' : 'worse';
  made.style.setProperty('--heat', `${Math.round(Math.abs(heat) * 100)}%`);
  return made;
}

function peerCell({ peer, problem, wins }: BenchRow): HTMLElement {
  if (peer === null) return element('td', { class: 'number muted peer' }, 'none measured');
  return element(
    'td',
    { class: 'number peer', 'data-best': wins === 'peer' || wins === 'both' },
    element('span', { class: 'median' }, benchValue(peer.median, problem)),
    element('span', { class: 'spread' }, rangeText(peer, problem)),
    element('span', { class: 'spread' }, peer.peer),
  );
}

function problemHead(problem: BenchProblem): HTMLElement {
  const { name, direction, optimum } = problem;
  const better = direction === 'maximize' ? 'more is better' : 'less is better';
  return element(
    'th',
    { scope: 'row' },
    name,
    element('span', { class: 'spread' }, sizeText(problem)),
    element('span', { class: 'spread' }, `${better}, optimum ${benchValue(optimum, problem)}`),
  );
}

/** Problems × samplers: median, quartiles and rank, tinted by what random search leaves. */
export class BenchHeat extends HTMLElement {
  show(bench: Bench, evaluations: number): void {
    const samplers = samplersAt(bench, evaluations);
    const names = ['Best peer', ...samplers].map((name) =>
      element('th', { scope: 'col', class: 'number' }, name),
    );
    part(this, 'thead', HTMLElement).replaceChildren(
      element('tr', {}, element('th', { scope: 'col' }, 'Problem'), ...names),
    );
    const rows = benchRows(bench, evaluations).map((row) => {
      const cells = samplers.map((name) => samplerCell(row.cells.get(name), row));
      return element('tr', {}, problemHead(row.problem), peerCell(row), ...cells);
    });
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('bench-heat', BenchHeat);
