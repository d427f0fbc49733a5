import type { ConstraintsView } from '../../runner/server/views.ts';
import { formatNumber, formatShare, formatValue } from '../data/format.ts';
import { formatMetric, metricLabel } from '../data/metric-format.ts';
import { element, part } from './element.ts';
import { svg } from './svg.ts';

type Constraint = ConstraintsView['constraints'][number];

const WIDTH = 240;
const HEIGHT = 36;

/** How many evaluations miss each constraint and limit, by how much, and how what it limits is spread. */
export class RunConstraints extends HTMLElement {
  show({ evaluations, missed, constraints }: ConstraintsView): void {
    part(this, '.body', HTMLElement).replaceChildren(
      element('p', { class: 'muted' }, introduction({ evaluations, missed, constraints })),
      element('ul', {}, ...constraints.map(item)),
    );
  }
}

function introduction({ evaluations, missed, constraints }: ConstraintsView): string {
  if (constraints.length === 0) return 'The job asks nothing of the metrics.';
  return `${formatNumber(missed)} of ${formatNumber(evaluations)} evaluations miss at least one. Bars show how the measured values are spread, those that miss in the second colour; the line is the limit.`;
}

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤' };

function item(one: Constraint): HTMLElement {
  const { metric, operator, value, isLimit, measured, missed, alone } = one;
  const share = measured === 0 ? null : missed / measured;
  const by =
    one.median_miss === null || one.worst_miss === null
      ? ''
      : `half by ${formatMetric(metric, one.median_miss)} or more, at most by ${formatMetric(metric, one.worst_miss)}`;
  const only = alone > 0 && alone < missed ? `${formatNumber(alone)} miss nothing else` : '';
  const facts = [by, only].filter(Boolean).join('; ');
  return element(
    'li',
    {},
    element(
      'p',
      { class: 'line' },
      element(
        'strong',
        {},
        `${metricLabel(metric)} ${SIGNS[operator] ?? operator} ${formatValue(value)}`,
      ),
      element('span', { class: 'muted' }, isLimit ? 'limit of the fitness' : 'constraint'),
      element('span', { class: 'count' }, `${formatNumber(missed)} miss it, ${formatShare(share)}`),
    ),
    histogram(one),
    element('p', { class: 'muted' }, facts),
  );
}

/** Whether all values of a part of the range miss the constraint. */
function misses({ operator, value }: Constraint, from: number, to: number): boolean {
  if (operator.startsWith('<')) return from >= value;
  if (operator.startsWith('>')) return to <= value;
  return false;
}

function histogram(one: Constraint): HTMLElement {
  const { metric, low, high, counts, value } = one;
  const most = Math.max(1, ...counts);
  const width = WIDTH / counts.length;
  const step = (high - low) / counts.length;
  const bars = counts.map((count, bin) => {
    const height = count === 0 ? 0 : Math.max(1, (HEIGHT * count) / most);
    const from = low + bin * step;
    return svg('rect', {
      x: bin * width,
      y: HEIGHT - height,
      width: width - 0.5,
      height,
      class: misses(one, from, from + step) ? 'miss' : 'hold',
    });
  });
  const x = high > low ? (WIDTH * (value - low)) / (high - low) : WIDTH / 2;
  const label = `${metricLabel(metric)} from ${formatMetric(metric, low)} to ${formatMetric(metric, high)}`;
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    ...bars,
    svg('line', { x1: x, x2: x, y1: 0, y2: HEIGHT, class: 'limit' }),
  );
  picture.setAttribute('aria-label', label);
  const ends = [low, high].map((end) => element('span', {}, formatMetric(metric, end)));
  const holder = element('div', { class: 'spread' });
  holder.append(picture, element('p', { class: 'ends muted' }, ...ends));
  return holder;
}

customElements.define('run-constraints', RunConstraints);
