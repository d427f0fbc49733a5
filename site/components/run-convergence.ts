import type { ConvergenceView } from '../../runner/server/views.ts';
import { ABSENT, formatFitness, formatNumber, formatShare, formatValue } from '../data/format.ts';
import { element, part } from './element.ts';

type EarlyStop = ConvergenceView['stops'][number];

/** How a search came to its best: peak, plateau, what each stage did, what stopping early would have saved. */
export class RunConvergence extends HTMLElement {
  show(found: ConvergenceView): void {
    const body = part(this, '.body', HTMLElement);
    if (found.peak === null) {
      body.replaceChildren(element('p', { class: 'muted' }, 'No valid set yet.'));
      return;
    }
    body.replaceChildren(
      element('p', {}, peakText(found)),
      table(
        ['Reached', 'Evaluation', 'Stage', 'Fitness'],
        found.reached.map(({ percent, evaluations, stage, fitness }) => [
          `${percent}% of the best`,
          formatNumber(evaluations),
          stage,
          formatFitness(fitness),
        ]),
      ),
      table(
        ['Stage', 'Evaluations', 'Raised the best', 'By', 'Repeats'],
        found.stages.map((stage) => [
          stage.stage,
          formatNumber(stage.evaluations),
          `${formatNumber(stage.improvements)} ×`,
          stage.gain === null ? ABSENT : formatFitness(stage.gain),
          formatShare(stage.duplicates_share),
        ]),
      ),
      ...stopParts(found.stops),
    );
  }
}

function peakText({ peak, plateau, evaluations }: ConvergenceView): string {
  if (peak === null) return '';
  const generation = peak.generation > 0 ? `, generation ${formatNumber(peak.generation)}` : '';
  const share = formatShare(evaluations > 0 ? peak.evaluations / evaluations : null);
  const after =
    plateau.evaluations === 0
      ? 'It was the last one.'
      : `After it ${formatNumber(plateau.evaluations)} evaluations in ${formatNumber(plateau.generations)} generations found nothing better.`;
  return `The best came at evaluation ${formatNumber(peak.evaluations)} of ${formatNumber(evaluations)} (${share}), in ${peak.stage}${generation}. ${after}`;
}

/** What each patience would have done, with any improvement counting as one. */
function stopParts(stops: readonly EarlyStop[]): Node[] {
  const told = stops.filter((stop) => stop.min_delta === 0 && stop.stops_at !== null);
  if (told.length === 0) return [];
  return [
    element('h3', {}, 'What stopping early would have saved'),
    element(
      'p',
      { class: 'muted' },
      'Patience is the generations without a better set after which a stage would have ended.',
    ),
    table(
      ['Stage', 'Patience', 'Stops at', 'Saves', 'Loses'],
      told.map((stop) => [
        stop.stage,
        formatValue(stop.patience),
        `generation ${formatNumber(stop.stops_at)}`,
        `${formatNumber(stop.saved)} (${formatShare(stop.saved_share)})`,
        stop.lost === null ? ABSENT : stop.lost === 0 ? 'nothing' : formatFitness(stop.lost),
      ]),
    ),
  ];
}

/** The first column names its row. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const made = element(
    'table',
    {},
    element(
      'thead',
      {},
      element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text))),
    ),
    element(
      'tbody',
      {},
      ...rows.map(([name = '', ...cells]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          ...cells.map((text) => element('td', {}, text)),
        ),
      ),
    ),
  );
  const box = element('div', { class: 'scroll-box', tabindex: 0, role: 'region' }, made);
  box.setAttribute('aria-label', heads.join(', '));
  return box;
}

customElements.define('run-convergence', RunConvergence);
