import type { Bench } from '../data/bench-values.ts';
import { element, part } from './element.ts';

/** Each sampler beside the peer of its kind, at the peer's settings. */
export class BenchAlike extends HTMLElement {
  show({ alike }: Bench, evaluations: number): void {
    const rows = alike
      .filter((row) => row.evaluations === evaluations)
      .map(({ sampler, peer, asGood, within, worse }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, sampler),
          element('td', {}, peer),
          element('td', { class: 'number' }, String(asGood)),
          element('td', { class: 'number' }, String(within)),
          element('td', { class: 'number' }, String(worse.length)),
          element('td', {}, worse.join(', ')),
        ),
      );
    this.hidden = rows.length === 0;
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }
}

customElements.define('bench-alike', BenchAlike);
