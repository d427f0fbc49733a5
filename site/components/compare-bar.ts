import { MOST_RUNS, writeCompareQuery } from '../data/compare-query.ts';
import { sitePath } from '../data/site-path.ts';
import { part, setText } from './element.ts';

function words(count: number): string {
  if (count === 1) return '1 chosen; choose another to compare';
  return count > MOST_RUNS
    ? `${count} chosen; at most ${MOST_RUNS} can be compared`
    : `${count} chosen`;
}

/** Leads to the comparison of the runs that are chosen. Fires `clear`. */
export class CompareBar extends HTMLElement {
  connectedCallback(): void {
    part(this, 'button', HTMLButtonElement).addEventListener('click', () =>
      this.dispatchEvent(new CustomEvent('clear')),
    );
  }

  show(chosen: readonly string[]): void {
    this.hidden = chosen.length === 0;
    setText(part(this, '[role=status]', HTMLElement), this.hidden ? '' : words(chosen.length));
    const link = part(this, 'a', HTMLAnchorElement);
    link.hidden = chosen.length < 2 || chosen.length > MOST_RUNS;
    link.href = sitePath('/compare/') + writeCompareQuery({ runs: chosen });
    setText(link, `Compare ${chosen.length} runs`);
  }
}

customElements.define('compare-bar', CompareBar);
