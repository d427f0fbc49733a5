import { samplersAt } from '../data/bench-rows.ts';
import { type Bench, shortTime } from '../data/bench-values.ts';
import { element, part } from './element.ts';

type Standing = Bench['standings'][number];

function bar({ better, equal, worse }: Standing): HTMLElement {
  const parts = [
    ['better', better],
    ['equal', equal],
    ['worse', worse],
  ] as const;
  const box = element('span', { class: 'bar', 'aria-hidden': 'true' });
  for (const [kind, count] of parts) {
    if (count === 0) continue;
    const piece = element('span', { class: kind });
    piece.style.setProperty('--share', String(count));
    box.append(piece);
  }
  return box;
}

function againstText({ better, equal, worse }: Standing): string {
  const texts = [`${better} better`, equal > 0 ? `${equal} equal` : '', `${worse} worse`];
  return texts.filter((text) => text !== '').join(', ');
}

/** All samplers over all problems, the best first. */
export class BenchStandings extends HTMLElement {
  show(bench: Bench, evaluations: number): void {
    const rows = samplersAt(bench, evaluations).flatMap((sampler) => {
      const isOwn = (one: { sampler: string; evaluations: number }): boolean =>
        one.sampler === sampler && one.evaluations === evaluations;
      const standing = bench.standings.find(isOwn);
      const time = bench.times.find(isOwn);
      return standing === undefined ? [] : [this.#row(standing, time?.median)];
    });
    part(this, 'tbody', HTMLElement).replaceChildren(...rows);
  }

  #row(standing: Standing, time: number | undefined): HTMLElement {
    const { sampler, problems, meanRank, first, better, equal, worse } = standing;
    const measured = better + equal + worse > 0;
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, sampler),
      element('td', { class: 'number' }, meanRank.toFixed(1)),
      element('td', { class: 'number' }, `${first} of ${problems}`),
      element(
        'td',
        { class: 'against' },
        ...(measured
          ? [bar(standing), element('span', { class: 'note' }, againstText(standing))]
          : ['no peer was measured so']),
      ),
      element('td', { class: 'number' }, time === undefined ? '–' : shortTime(time)),
    );
  }
}

customElements.define('bench-standings', BenchStandings);
