import { type BenchRow, benchRows } from '../data/bench-rows.ts';
import { type Bench, benchValue } from '../data/bench-values.ts';
import { element, part, setText } from './element.ts';

const WINNERS = { ours: 'ours', peer: 'the peer', both: 'both alike' } as const;

/** Ours and theirs, problem by problem, and who wins. */
export class BenchVersus extends HTMLElement {
  show(bench: Bench, evaluations: number): void {
    const rows = benchRows(bench, evaluations).filter(({ peer, best }) => peer && best);
    const lost = rows.filter(({ wins }) => wins === 'peer');
    const names = lost.map(({ problem }) => problem.name).join(', ');
    const all = `${rows.length} problems on which others were measured`;
    setText(
      part(this, '.verdict', HTMLElement),
      rows.length === 0
        ? 'No other optimizer was measured with these settings.'
        : lost.length === 0
          ? `After ${evaluations} evaluations no peer wins on any of ${all}.`
          : `After ${evaluations} evaluations a peer wins on ${lost.length} of ${all}: ${names}.`,
    );
    part(this, '.scroll-box', HTMLElement).hidden = rows.length === 0;
    const versions = new Map(
      bench.peers.list.map(({ name, library, version }) => {
        return [name, `${library} ${version}`];
      }),
    );
    const made = rows.map((row) => this.#row(row, versions));
    part(this, 'tbody', HTMLElement).replaceChildren(...made);
  }

  #row(row: BenchRow, versions: ReadonlyMap<string, string>): HTMLElement {
    const { problem, best, peer, note: known, cells, wins } = row;
    const auto = cells.get('auto');
    const value = (one: { median: number } | null | undefined): string =>
      one == null ? '–' : benchValue(one.median, problem);
    const note = (text: string) => element('span', { class: 'note' }, text);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, problem.name),
      element('td', { class: 'number' }, value(best), note(best?.sampler ?? '')),
      element('td', { class: 'number' }, value(auto), note(reachedText(auto))),
      element(
        'td',
        { class: 'number' },
        value(peer),
        note(`${peer?.peer ?? ''}, ${versions.get(peer?.peer ?? '') ?? ''}, ${peer?.seeds} seeds`),
        ...(known === null ? [] : [element('span', { class: 'note known' }, known)]),
      ),
      element('td', { 'data-wins': wins }, wins === null ? '' : WINNERS[wins]),
    );
  }
}

function reachedText(auto: Bench['cells'][number] | undefined): string {
  if (auto === undefined) return '';
  return auto.reached === null ? 'does not reach the peer' : `as good at ${auto.reached}`;
}

customElements.define('bench-versus', BenchVersus);
