import { api } from '../data/api.ts';
import type { Bench } from '../data/bench-values.ts';
import { describe } from '../data/describe-error.ts';
import { formatNumber } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { BenchAlike } from './bench-alike.ts';
import { BenchCurves } from './bench-curves.ts';
import { BenchHeat } from './bench-heat.ts';
import { BenchPeers } from './bench-peers.ts';
import { BenchStandings } from './bench-standings.ts';
import { BenchTimes } from './bench-times.ts';
import { BenchVersus } from './bench-versus.ts';
import { element, part, setText } from './element.ts';

/** How the samplers did when somebody had them measured: `leantune bench-samplers`. */
class SamplersPage extends HTMLElement {
  #bench: Bench | null = null;
  #evaluations = 0;

  connectedCallback(): void {
    api.samplersBench(new URLSearchParams(location.search)).then(
      ({ bench }) => this.#show(bench),
      (error) => this.#showProblem(describe(error)),
    );
  }

  #show(bench: Bench | null): void {
    this.setAttribute('aria-busy', 'false');
    part(this, '.loading', HTMLElement).hidden = true;
    part(this, '.nothing', HTMLElement).hidden = bench !== null;
    part(this, '.bench', HTMLElement).hidden = bench === null;
    if (bench === null) return;
    this.#bench = bench;
    this.#evaluations = this.#wanted(bench);
    this.#showFacts(bench);
    this.#showVariants(bench);
    this.#showLengths(bench);
    part(this, 'bench-curves', BenchCurves).show(bench);
    part(this, 'bench-times', BenchTimes).show(bench);
    part(this, 'bench-peers', BenchPeers).show(bench);
    this.#showTables();
  }

  /** The length in the address; else the longest that most samplers were searched for. */
  #wanted({ lengths, standings }: Bench): number {
    const asked = Number(new URLSearchParams(location.search).get('evaluations'));
    if (lengths.includes(asked)) return asked;
    const count = (length: number): number =>
      standings.filter(({ evaluations }) => evaluations === length).length;
    const most = Math.max(...lengths.map(count));
    return lengths.findLast((length) => 2 * count(length) > most) ?? lengths.at(-1) ?? 0;
  }

  #showFacts({ seeds, variant, machine, leantune, at, problems, samplers }: Bench): void {
    const texts = [
      `${samplers.length} samplers on ${problems.length} problems, ${seeds} seeds`,
      `${formatNumber(variant.searches)} searches`,
      variant.batch === 1 ? 'one set at a time' : `${variant.batch} sets at a time`,
      `leantune ${leantune}, Node ${machine.node}, ${machine.cores} × ${machine.processor}`,
      at.slice(0, 10),
    ];
    const facts = texts.map((text) => element('li', {}, text));
    part(this, '.facts', HTMLElement).replaceChildren(...facts);
  }

  #showVariants({ variants, variant }: Bench): void {
    const list = part(this, '.variants', HTMLElement);
    list.hidden = variants.length < 2;
    const links = variants.map(({ settings, batch }) => {
      const name = settings === 'alike' ? "the peers' settings" : 'defaults';
      const text = batch === 1 ? name : `${name}, ${batch} at a time`;
      const isShown = settings === variant.settings && batch === variant.batch;
      const href = sitePath('/samplers/', { settings, batch: String(batch) });
      return element('a', { href, 'aria-current': isShown ? 'page' : null }, text);
    });
    list.replaceChildren(...links);
  }

  #showLengths({ lengths }: Bench): void {
    const buttons = lengths.map((length) => {
      const text = `${formatNumber(length)} evaluations`;
      const attributes = { type: 'button', class: 'toggle', 'data-length': length };
      const button = element('button', attributes, text);
      button.addEventListener('click', () => {
        this.#evaluations = length;
        const params = new URLSearchParams(location.search);
        params.set('evaluations', String(length));
        history.replaceState(null, '', `${location.pathname}?${params}`);
        this.#showTables();
      });
      return button;
    });
    part(this, '.lengths', HTMLElement).replaceChildren(...buttons);
  }

  #showTables(): void {
    if (this.#bench === null) return;
    for (const button of this.querySelectorAll('.lengths button')) {
      const isShown = button.getAttribute('data-length') === String(this.#evaluations);
      button.setAttribute('aria-pressed', String(isShown));
    }
    part(this, 'bench-standings', BenchStandings).show(this.#bench, this.#evaluations);
    part(this, 'bench-heat', BenchHeat).show(this.#bench, this.#evaluations);
    part(this, 'bench-versus', BenchVersus).show(this.#bench, this.#evaluations);
    part(this, 'bench-alike', BenchAlike).show(this.#bench, this.#evaluations);
  }

  #showProblem(problem: string): void {
    this.setAttribute('aria-busy', 'false');
    part(this, '.loading', HTMLElement).hidden = true;
    const notice = part(this, '.problem', HTMLElement);
    notice.hidden = false;
    setText(notice, problem);
  }
}

customElements.define('samplers-page', SamplersPage);
