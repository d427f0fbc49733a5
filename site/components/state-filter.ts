import type { RunState } from '../../runner/domain/run-record.ts';
import { formatNumber } from '../data/format.ts';
import { STATE_ORDER } from '../data/state-order.ts';
import { element, setText } from './element.ts';
import { stateWord } from './state-badge.ts';

/** A button for each state that occurs, with its count. Fires `filter` (detail: RunState[]). */
export class StateFilter extends HTMLElement {
  #chosen = new Set<RunState>();
  #buttons = new Map<RunState, { button: HTMLButtonElement; count: HTMLElement }>();

  show(counts: ReadonlyMap<RunState, number>, chosen: readonly RunState[]): void {
    this.#chosen = new Set(chosen);
    for (const state of STATE_ORDER) {
      const count = counts.get(state) ?? 0;
      // A state that was seen or chosen keeps its button: none jumps away under the pointer.
      if (count === 0 && !this.#chosen.has(state) && !this.#buttons.has(state)) continue;
      const { button, count: figure } = this.#buttonOf(state);
      setText(figure, formatNumber(count));
      button.setAttribute('aria-pressed', String(this.#chosen.has(state)));
    }
  }

  #buttonOf(state: RunState) {
    const known = this.#buttons.get(state);
    if (known) return known;
    const count = element('span', { class: 'count' });
    const button = element('button', { type: 'button' }, stateWord(state), ' ', count);
    button.addEventListener('click', () => this.#toggle(state));
    const made = { button, count };
    this.#buttons.set(state, made);
    const ordered = STATE_ORDER.flatMap((key) => this.#buttons.get(key)?.button ?? []);
    this.insertBefore(button, ordered[ordered.indexOf(button) + 1] ?? null);
    return made;
  }

  #toggle(state: RunState): void {
    if (!this.#chosen.delete(state)) this.#chosen.add(state);
    this.dispatchEvent(new CustomEvent('filter', { detail: [...this.#chosen] }));
  }
}

customElements.define('state-filter', StateFilter);
