import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import { formatFitness } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { element, setText } from './element.ts';

/**
 * Links to the symbols of a run with the best of each, and to the page of them all; hidden where
 * there is only one.
 */
export class SymbolSwitch extends HTMLElement {
  #bests = new Map<string, HTMLElement>();

  show(record: RunRecord, job: Job | null, current: SymbolProgress): void {
    const shared = job?.mode === 'shared' && job.symbols.length > 1;
    this.hidden = record.symbols.length < 2 && !shared;
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
    // A shared search is one for all of its symbols: there is nothing to switch to.
    const own = record.symbols.length > 1 ? links : [];
    const href = sitePath('/universe/', { id: record.id });
    const all = element('a', { href }, 'Symbols side by side');
    this.replaceChildren(element('nav', { 'aria-label': 'Symbols' }, ...own, all));
  }
}

customElements.define('symbol-switch', SymbolSwitch);
