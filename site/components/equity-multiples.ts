import type { Job } from '../../runner/domain/job.ts';
import type { BestView } from '../../runner/server/views.ts';
import { type EquityFrame, equityFrame, equityPath } from '../charts/equity-path.ts';
import { formatFitness, formatNumber } from '../data/format.ts';
import { fetchForPrint } from '../data/print-whole.ts';
import type { UniverseRow } from '../data/universe-rows.ts';
import { element, part, setText } from './element.ts';
import { svg } from './svg.ts';
import { symbolPage } from './universe-table.ts';

const BOX = { width: 240, height: 84 };

interface Card {
  readonly card: HTMLElement;
  show(row: UniverseRow, best: BestView | undefined, dates: readonly [number, number]): void;
}

const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
const money = (value: number) => formatNumber(value);

/** First and last second of what a job backtests, the holdout included. */
function datesOf({ backtest, holdout }: Job): readonly [number, number] {
  const days = [backtest.dates, ...(holdout === null ? [] : [holdout])];
  const from = Math.min(...days.map(({ start }) => seconds(start)));
  return [from, Math.max(...days.map(({ end }) => seconds(end)))];
}

function drawing(
  best: BestView,
  [from, to]: readonly [number, number],
): readonly [EquityFrame, SVGSVGElement] | null {
  const curves = [best.equity, best.holdout?.equity ?? []];
  const frame = equityFrame(curves, { ...BOX, from, to });
  if (frame === null) return null;
  const start = best.equity[0]?.[1] ?? frame.low;
  const level = BOX.height - ((start - frame.low) / (frame.high - frame.low)) * BOX.height;
  const paths = curves.map((points, index) =>
    svg('path', { class: 'curve', 'data-series': index + 1, d: equityPath(points, frame) }),
  );
  const ground = svg('path', { class: 'ground', d: `M0 ${level.toFixed(1)}H${BOX.width}` });
  const box = { viewBox: `0 -2 ${BOX.width} ${BOX.height + 4}`, preserveAspectRatio: 'none' };
  return [frame, svg('svg', { ...box, 'aria-hidden': 'true' }, ground, ...paths)];
}

function equityCard(run: string, row: UniverseRow): Card {
  const name = element('strong', {}, row.symbol);
  const fitness = element('span', { class: 'muted' });
  const plot = element('div', { class: 'plot' });
  const high = element('span');
  const low = element('span');
  const scale = element('div', { class: 'scale muted' }, high, low);
  const card = element(
    'a',
    { href: symbolPage(run, row), 'data-symbol': row.symbol },
    element('span', { class: 'title' }, name, fitness),
    element('div', { class: 'box' }, plot, scale),
  );
  let shown: BestView | undefined;

  function show(
    now: UniverseRow,
    best: BestView | undefined,
    dates: readonly [number, number],
  ): void {
    setText(fitness, formatFitness(now.measures['fitness']));
    if (best === undefined || best === shown) return;
    shown = best;
    const drawn = drawing(best, dates);
    setText(high, drawn ? money(drawn[0].high) : '');
    setText(low, drawn ? money(drawn[0].low) : '');
    plot.replaceChildren(drawn ? drawn[1] : element('span', { class: 'muted' }, 'No equity curve'));
  }

  return { card, show };
}

/**
 * The equity of every symbol's best on the same dates. Only what comes into view is asked for.
 * Fires `want` (detail: a symbol).
 */
export class EquityMultiples extends HTMLElement {
  #cards = new Map<string, Card>();
  #watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting && target instanceof HTMLElement) this.#want(target);
      }
    },
    { rootMargin: '400px' },
  );
  /** Settles when every card has its curve. */
  #whole = Promise.withResolvers<void>();

  connectedCallback(): void {
    fetchForPrint(() => {
      for (const { card } of this.#cards.values()) this.#want(card);
      return this.#whole.promise;
    });
  }

  #want(card: HTMLElement): void {
    this.#watch.unobserve(card);
    this.dispatchEvent(new CustomEvent('want', { detail: card.dataset['symbol'] }));
  }

  /** @param rows in the order in which the cards shall stand */
  show(
    run: string,
    job: Job,
    rows: readonly UniverseRow[],
    bests: ReadonlyMap<string, BestView>,
  ): void {
    const dates = datesOf(job);
    const list = part(this, '.cards', HTMLElement);
    for (const [index, row] of rows.entries()) {
      let known = this.#cards.get(row.symbol);
      if (known === undefined) {
        known = equityCard(run, row);
        this.#cards.set(row.symbol, known);
        this.#watch.observe(known.card);
      }
      if (list.children[index] !== known.card)
        list.insertBefore(known.card, list.children[index] ?? null);
      known.show(row, bests.get(row.symbol), dates);
    }
    if (rows.every(({ symbol }) => bests.has(symbol))) this.#whole.resolve();
    const day = (second: number) => new Date(second * 1000).toISOString().slice(0, 10);
    setText(part(this, '.dates', HTMLElement), `${day(dates[0])} to ${day(dates[1])}`);
    part(this, '.legend', HTMLElement).hidden = job.holdout === null;
  }
}

customElements.define('equity-multiples', EquityMultiples);
