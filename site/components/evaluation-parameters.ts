import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { type ParameterRow, parameterRows } from '../data/parameter-rows.ts';
import { element, part } from './element.ts';
import { svg } from './svg.ts';

const WIDTH = 160;
const RADIUS = 4;

function strip(position: number): SVGSVGElement {
  const box = `${-RADIUS - 1} 0 ${WIDTH + 2 * RADIUS + 2} ${2 * RADIUS + 2}`;
  const middle = RADIUS + 1;
  return svg(
    'svg',
    { class: 'strip', viewBox: box, width: WIDTH + 2 * RADIUS + 2, height: 2 * RADIUS + 2 },
    svg('path', { d: `M0 ${middle}H${WIDTH}M0 ${middle - 3}v6M${WIDTH} ${middle - 3}v6` }),
    svg('circle', { cx: (position * WIDTH).toFixed(1), cy: middle, r: RADIUS }),
  );
}

function row({ name, value, range, position, edge }: ParameterRow): HTMLElement {
  const place = element('td', {});
  if (position !== null) {
    const picture = strip(position);
    picture.setAttribute('aria-hidden', 'true');
    place.append(picture);
  }
  const words = edge === null ? range : `${range} (at its ${edge})`;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', { class: 'number value' }, value),
    place,
    element('td', { class: 'muted range' }, words),
  );
}

/** The set's parameters, each with its place on its range. */
export class EvaluationParameters extends HTMLElement {
  show({ parameters, evaluation }: EvaluationView): void {
    const rows = parameterRows(parameters, evaluation.params).map(row);
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('evaluation-parameters', EvaluationParameters);
