import type { ParameterDefinition } from '../../runner/domain/space.ts';
import { ABSENT, formatValue } from '../data/format.ts';
import { type Agreement, agreements, type StripDot } from '../data/parameter-agreement.ts';
import type { UniverseRow } from '../data/universe-rows.ts';
import { element, part } from './element.ts';
import { svg } from './svg.ts';
import { symbolPage } from './universe-table.ts';

const WIDTH = 240;
const RADIUS = 3.5;
const MOST_LEVELS = 4;

function dot({ symbol, text, position, level }: StripDot, base: number): SVGElement {
  const y = base - Math.min(level, MOST_LEVELS) * RADIUS * 1.4;
  const circle = svg('circle', { cx: (position * WIDTH).toFixed(1), cy: y, r: RADIUS });
  const title = svg('title');
  title.textContent = `${symbol}: ${text}`;
  circle.append(title);
  return circle;
}

/** A dot for each symbol on the parameter's range, piled where they agree. */
function strip({ dots }: Agreement): SVGSVGElement {
  const levels = Math.min(MOST_LEVELS, Math.max(0, ...dots.map(({ level }) => level)));
  const height = 2 * RADIUS + 3 + levels * RADIUS * 1.4;
  const box = `${-RADIUS - 1} 0 ${WIDTH + 2 * RADIUS + 2} ${height}`;
  const base = height - RADIUS - 1.5;
  const axis = svg('path', { d: `M0 ${base}H${WIDTH}` });
  const size = { width: WIDTH + 2 * RADIUS + 2, height };
  return svg(
    'svg',
    { class: 'strip', viewBox: box, ...size, 'aria-hidden': 'true' },
    axis,
    ...dots.map((one) => dot(one, base)),
  );
}

function agreementRow(agreement: Agreement, several: boolean): HTMLElement {
  const { name, low, high, range, spread } = agreement;
  const place = element(
    'div',
    { class: 'place' },
    element('span', {}, low),
    strip(agreement),
    element('span', {}, high),
  );
  const figures = range ?? [ABSENT, ABSENT, ABSENT];
  const cells = several
    ? figures.map((text) => element('td', { class: 'number' }, text))
    : [element('td', { class: 'number' }, range?.[1] ?? agreement.dots[0]?.text ?? ABSENT)];
  const row = element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', {}, place),
    ...cells,
  );
  if (several) row.append(element('td', {}, spread));
  return row;
}

function header(text: string, numeric = false): HTMLElement {
  return element('th', { scope: 'col', class: numeric ? 'number' : null }, text);
}

/** The best sets by symbol, and how far they agree in each parameter. */
export class ParameterAgreement extends HTMLElement {
  #key = '';

  show(
    run: string,
    definitions: readonly ParameterDefinition[],
    rows: readonly UniverseRow[],
  ): void {
    const key = JSON.stringify(rows.map(({ symbol, params }) => [symbol, params]));
    if (key === this.#key) return;
    this.#key = key;
    const found = rows.filter(({ params }) => params !== null);
    const several = found.some(({ folder }) => folder !== null);
    // One set for all is one dot, however many symbols it serves.
    const sets = several
      ? found
      : found.slice(0, 1).map((row) => ({ ...row, symbol: 'All symbols' }));
    part(this, '.empty', HTMLElement).hidden = found.length > 0;
    for (const about of ['.sets', '.hint']) part(this, about, HTMLElement).hidden = !several;
    this.#showAgreement(agreements(definitions, sets), several);
    if (several) this.#showSets(run, definitions, rows);
  }

  #showAgreement(list: readonly Agreement[], several: boolean): void {
    const box = part(this, '.agreement', HTMLElement);
    box.hidden = list.length === 0;
    const heads = several
      ? [header('Least', true), header('Median', true), header('Greatest', true), header('Spread')]
      : [header('Value', true)];
    const head = element('tr', {}, header('Parameter'), header('On its range'), ...heads);
    part(box, 'thead', HTMLElement).replaceChildren(head);
    const body = list.map((one) => agreementRow(one, several));
    part(box, 'tbody', HTMLElement).replaceChildren(...body);
  }

  #showSets(
    run: string,
    definitions: readonly ParameterDefinition[],
    rows: readonly UniverseRow[],
  ): void {
    const box = part(this, '.sets', HTMLElement);
    const names = definitions.map(({ name }) => name);
    const head = element('tr', {}, header('Symbol'), ...names.map((name) => header(name, true)));
    part(box, 'thead', HTMLElement).replaceChildren(head);
    const body = rows.map((row) => {
      const link = element('a', { href: symbolPage(run, row) }, row.symbol);
      const values = names.map((name) => {
        const value = row.params?.[name];
        return element(
          'td',
          { class: 'number' },
          value === undefined ? ABSENT : formatValue(value),
        );
      });
      return element('tr', {}, element('th', { scope: 'row' }, link), ...values);
    });
    part(box, 'tbody', HTMLElement).replaceChildren(...body);
  }
}

customElements.define('parameter-agreement', ParameterAgreement);
