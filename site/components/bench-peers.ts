import type { Bench } from '../data/bench-values.ts';
import { element, part, setText } from './element.ts';

/** Which optimizers were measured, in which versions, when and how. */
export class BenchPeers extends HTMLElement {
  show({ peers }: Bench): void {
    setText(part(this, '.how', HTMLElement), `Measured on ${peers.at}. ${peers.how}`);
    const rows = peers.list.map(({ name, library, version, algorithm }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, name),
        element('td', {}, `${library} ${version}`),
        element('td', {}, algorithm),
      ),
    );
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
    this.hidden = rows.length === 0;
  }
}

customElements.define('bench-peers', BenchPeers);
