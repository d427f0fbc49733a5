import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { SlotsEvent } from '../../runner/server/views.ts';
import { type SlotLine, slotLines } from '../data/slot-lines.ts';
import { element, setText } from './element.ts';

/** What each slot of a run that is going on does just now. */
export class RunSlots extends HTMLElement {
  #shown: SlotsEvent | null = null;

  /** @param slots null hides it */
  show(slots: SlotsEvent | null, { symbols }: Pick<RunRecord, 'symbols'>): void {
    if (slots === this.#shown) return;
    this.#shown = slots;
    this.hidden = slots === null;
    if (slots === null) return;
    const lines = slotLines(slots);
    const list = this.#list(lines.length);
    for (const [place, line] of lines.entries()) {
      const texts = [...(list.children[place]?.children ?? [])];
      for (const [n, text] of cellsOf(line, symbols.length > 1).entries()) {
        const cell = texts[n];
        if (cell !== undefined) setText(cell, text);
      }
    }
  }

  /** Lines stay while their number does, so that what is selected stays. */
  #list(count: number): Element {
    const known = this.querySelector('ol');
    if (known?.children.length === count) return known;
    const lines = Array.from({ length: count }, () =>
      element('li', {}, ...Array.from({ length: 4 }, () => element('span'))),
    );
    const list = element('ol', { tabindex: 0, 'aria-label': 'What each slot does' }, ...lines);
    this.replaceChildren(element('h2', {}, 'Slots'), list);
    return list;
  }
}

function cellsOf(line: SlotLine, severalSymbols: boolean): readonly string[] {
  const { slot, evaluation, symbol, doing, parameters, time } = line;
  const id = evaluation === null ? '' : `#${evaluation}`;
  return [
    `Slot ${slot}`,
    severalSymbols && evaluation !== null ? `${id} ${symbol}` : id,
    doing || parameters,
    time,
  ];
}

customElements.define('run-slots', RunSlots);
