import type { TimeSplit } from '../../runner/domain/time-split.ts';
import { formatDuration, formatShare } from '../data/format.ts';
import { type TimePart, timeParts } from '../data/time-parts.ts';
import { element, part } from './element.ts';

/** A part of less than this is not to be seen in the bar. */
const SLIVER = 0.002;

function color(position: number) {
  return position < 6 ? position + 1 : 'rest';
}

function legendItem({ label, seconds, share }: TimePart, position: number): HTMLElement {
  const figures = `${formatShare(share)}, ${formatDuration(seconds)}`;
  return element(
    'li',
    { 'data-series': color(position) },
    `${label} `,
    element('span', { class: 'muted' }, figures),
  );
}

/** Where the time of a search went, as one bar with its key. */
export class TimeBar extends HTMLElement {
  #key = '';

  show(split: TimeSplit | null): void {
    const parts = split === null ? [] : timeParts(split);
    this.hidden = parts.length === 0;
    const key = parts.map(({ seconds }) => seconds.toFixed(1)).join();
    if (key === this.#key) return;
    this.#key = key;
    const pieces = parts.map(({ share }, position) => {
      const piece = element('div', { 'data-series': color(position) });
      piece.style.flexGrow = String(share < SLIVER ? 0 : share);
      return piece;
    });
    part(this, '.bar', HTMLElement).replaceChildren(...pieces);
    part(this, 'ul', HTMLElement).replaceChildren(...parts.map(legendItem));
  }
}

customElements.define('time-bar', TimeBar);
