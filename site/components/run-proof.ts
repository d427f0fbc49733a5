import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import { proofsOf } from '../data/proof-facts.ts';
import { element } from './element.ts';

/** What speaks for the best of a search: its gain, and whether it came out the same again. */
export class RunProof extends HTMLElement {
  #shown = '';

  show(symbol: SymbolProgress): void {
    const proofs = proofsOf(symbol);
    this.hidden = proofs.length === 0;
    const key = JSON.stringify(proofs);
    if (key === this.#shown) return;
    this.#shown = key;
    const items = proofs.map(({ text, kind }) => element('li', { 'data-kind': kind }, text));
    this.replaceChildren(element('ul', { class: 'proof' }, ...items));
  }
}

customElements.define('run-proof', RunProof);
