import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import { formatFitness } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { element, setText } from './element.ts';

/** Links to the symbols of a run with the best of each; hidden where there is only one. */
export class SymbolSwitch extends HTMLElement {
  #bests = new Map<string, HTMLElement>();

  show(record: RunRecord, current: SymbolProgress): void {
    this.hidden = record.symbols.length < 2;
    if (this.hidden) return;
    if (this.#bests.size !== record.symbols.length) this.#build(record, current);
    for (const { folder, best } of record.symbols) {
      const figure = this.#bests.get(folder);
      if (figure) setText(figure, best ? formatFitness(best.fitness) : '');
    }
  }

  #build(record: RunRecord, current: SymbolProgress): void {
    this.#bests.clear();
    const links = record.symbols.map(({ symbol, folder }) => {
      const best = element('span', { class: 'muted' });
      this.#bests.set(folder, best);
      const href = sitePath('/run/', { id: record.id, symbol: folder });
      const isCurrent = folder === current.folder;
      return element('a', { href, 'aria-current': isCurrent ? 'page' : null }, symbol, ' ', best);
    });
    this.replaceChildren(element('nav', { 'aria-label': 'Symbols' }, ...links));
  }
}

customElements.define('symbol-switch', SymbolSwitch);
